/**
 * What an operator says of a stage in the environment of a deployment. A setting that the shell does not have stays as
 * the last deployment of the service had it, which the stack's output says: a deployment from another shell takes
 * nothing away. The value `none` does. A service has an output for each setting that it uses.
 */
const { deployedOutput } = require('./deployed-output.cjs');

/** What stands in the environment, and the output that remembers it. */
const settings = {
  CRUDDUR_DOMAIN: 'Domain',
  CRUDDUR_CERTIFICATE_ARN: 'CertificateArn',
  CRUDDUR_ALARM_EMAIL: 'AlarmEmail',
  CRUDDUR_MAIL_FROM: 'MailFrom',
};

/** @returns the value, or `none`. */
exports.operatorSetting = async (resolvers, name) =>
  (await resolvers.resolveVariable(`env:${name}, null`)) ||
  (await deployedOutput(resolvers, settings[name])) ||
  'none';
