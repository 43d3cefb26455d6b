/**
 * The DAX switch, `dax: on` or `off` in the stage table: what `serverless.yml` includes for it. When off, templates and
 * bundles have no trace of it. docs/decisions/0029 says what is cached and what never is.
 */
const client = '@amazon-dax-sdk/lib-dax';

module.exports = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const bundler = await resolveVariable('file(../provider.yml):packaging');
  const { environment } = await resolveConfigurationProperty(['custom', 'function']);
  const dax = await resolveVariable('param:dax');
  if (dax === 'off') return { bundler, environment, resources: {} };
  if (dax !== 'on') throw new Error(`The parameter dax is on or off, not ${dax}.`);
  return {
    bundler: throughCluster(bundler, installedClient()),
    environment: {
      ...environment,
      DAX_ENDPOINT: { 'Fn::GetAtt': ['DaxCluster', 'ClusterDiscoveryEndpointURL'] },
    },
    resources: await resolveVariable('file(resources/dax.yml)'),
  };
};

/** The client brings 60 packages, so it is installed only where DAX is used. */
function installedClient() {
  try {
    return require.resolve(client);
  } catch {
    throw new Error(`With dax on, listMessages needs the cluster's client: npm install ${client}@3.1.0`);
  }
}

/**
 * `dax` chooses the module behind `#read-page` (package.json); `module` is the bundler's default. The client's own
 * credential provider chain would add 330 KB; it is given the role's credentials instead.
 */
const throughCluster = (bundler, installed) => ({
  ...bundler,
  conditions: ['module', 'dax'],
  alias: {
    ...bundler.alias,
    [client]: installed,
    '@aws-sdk/credential-providers': '@aws-sdk/credential-provider-env',
  },
});
