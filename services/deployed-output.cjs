/**
 * An output of this service's own stack from its last deployment; null before the first one. Commands that do not
 * deploy get `packaged` and need no account.
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
