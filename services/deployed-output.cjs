/**
 * An output of this service's own stack as its last deployment left it; null before the first one. A command that
 * does not deploy asks no account and gets `packaged`.
 */
exports.deployedOutput = async (
  { resolveVariable, resolveConfigurationProperty },
  output,
  packaged = null,
) => {
  if (!process.argv.includes('deploy')) return packaged;
  const service = await resolveConfigurationProperty(['service']);
  const stage = await resolveVariable('sls:stage');
  return resolveVariable(`cf:${service}-${stage}.${output}, null`);
};
