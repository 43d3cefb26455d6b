/**
 * The sessions of the roles that may use the table, each by its full name: to the trail, any other role is a stranger,
 * whatever its prefix. Every function has a role (services/function-roles.cjs), and so has the DAX cluster.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');

module.exports = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const stage = await resolveVariable('sls:stage');
  const prefix = await resolveConfigurationProperty(['custom', 'functionPrincipals']);
  const isCached = (await resolveVariable('param:dax, null')) === 'on' && stage !== 'local';
  const names = ['users', 'messaging', 'stream'].flatMap(functionsOf);
  return [...names, ...(isCached ? ['dax'] : [])].map((name) => ({ 'Fn::Sub': `${prefix}${name}/` }));
};

const functionsOf = (service) => {
  const file = join(__dirname, '..', service, 'serverless.yml');
  return Object.keys(parse(readFileSync(file, 'utf8'), { merge: true, logLevel: 'error' }).functions);
};
