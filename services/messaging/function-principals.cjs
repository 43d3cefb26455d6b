/**
 * The sessions of the roles that may use the table, each by its whole name: a role of another name, however it begins,
 * is a stranger to the trail. Every function has one (services/function-roles.cjs), and the cluster where `dax` is on.
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
