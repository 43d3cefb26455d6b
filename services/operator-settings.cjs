/**
 * An operator's settings of a stage, from the environment of the deployment. A setting that the shell lacks keeps its
 * value from the last deployment, read from the stack's outputs; `none` removes it. A service has an output for each
 * setting that it uses.
 */
const { deployedOutput } = require('./deployed-output.cjs');

/** The environment variable, and the output that keeps its value. */
const settings = {
  CRUDDUR_DOMAIN: 'Domain',
  CRUDDUR_ALLOWED_ORIGINS: 'AllowedOrigins',
  CRUDDUR_CERTIFICATE_ARN: 'CertificateArn',
  CRUDDUR_ALARM_EMAIL: 'AlarmEmail',
  CRUDDUR_MAIL_FROM: 'MailFrom',
};

/** @returns the value, or `none`. */
exports.operatorSetting = async (resolvers, name) =>
  (await resolvers.resolveVariable(`env:${name}, null`)) ||
  (await deployedOutput(resolvers, settings[name])) ||
  'none';
