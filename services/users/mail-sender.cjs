/**
 * The sender of the user pool's mail: an address of a domain verified in SES (CRUDDUR_MAIL_FROM when deploying), or
 * else Cognito itself, limited to 50 mails a day per account. A stage with `mailSenderRequired` refuses the latter: an
 * attacker could use up the 50 and block sign-up.
 */
const { operatorSetting } = require('../operator-settings.cjs');

module.exports = async (resolvers) => {
  const from = await operatorSetting(resolvers, 'CRUDDUR_MAIL_FROM');
  if (from !== 'none') return { from, configuration: sesSender(from) };
  const isRequired = await resolvers.resolveVariable('param:mailSenderRequired');
  if (isRequired && process.argv.includes('deploy'))
    throw new Error(
      'This stage needs a sender of its own for mail, because Cognito alone sends 50 a day: set CRUDDUR_MAIL_FROM ' +
        'to an address of a domain that SES has verified (docs/operations.md).',
    );
  return { from, configuration: { EmailSendingAccount: 'COGNITO_DEFAULT' } };
};

function sesSender(from) {
  const [, domain] = /^[^\s@<>]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i.exec(from) ?? [];
  if (!domain) throw new Error('CRUDDUR_MAIL_FROM is not an address such as no-reply@example.com.');
  return {
    EmailSendingAccount: 'DEVELOPER',
    From: `Cruddur <${from}>`,
    SourceArn: {
      'Fn::Sub': `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/${domain.toLowerCase()}`,
    },
  };
}
