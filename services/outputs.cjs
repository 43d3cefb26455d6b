/**
 * Values that one service needs from another. `serverless-compose.yml` passes them as parameters; a service that is
 * deployed alone reads them from the other stack's outputs. Other commands get stand-ins of the right form, so that
 * packaging and running locally need no account.
 */
const standIns = {
  users: {
    HttpApiId: 'a1b2c3d4e5',
    HttpApiDomain: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
    VpcId: 'vpc-00000000000000000',
    SubnetIds: 'subnet-00000000000000000,subnet-11111111111111111',
    RouteTableId: 'rtb-00000000000000000',
    FunctionsSecurityGroupId: 'sg-00000000000000000',
    PostgresUrl: 'postgres://cruddur@database.invalid:5432/cruddur?sslmode=verify-full',
    DatabaseUserArn: 'arn:aws:rds-db:eu-central-1:000000000000:dbuser:db-ABCDEFGHIJKLMNOPQRSTUVWXYZ/cruddur',
    CognitoIssuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_000000000',
    CognitoUserPoolId: 'eu-central-1_000000000',
    CognitoClientId: '00000000000000000000000000',
    LogKeyArn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:LogKey-000000',
    FrontKeyArn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:FrontKey-000000',
    AlarmTopicArn: 'arn:aws:sns:eu-central-1:000000000000:cruddur-alarms',
  },
  messaging: {
    PushKeyArn: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:PushKey-000000',
    MessagesStreamArn:
      'arn:aws:dynamodb:eu-central-1:000000000000:table/cruddur-messages/stream/2026-01-01T00:00:00.000',
  },
  stream: {
    SocketUrl: 'wss://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/dev',
  },
};

const deployed = ([service, outputs]) => [
  service,
  Object.fromEntries(
    Object.keys(outputs).map((name) => [name, `\${cf:cruddur-${service}-\${sls:stage}.${name}}`]),
  ),
];

module.exports = process.argv.includes('deploy')
  ? Object.fromEntries(Object.entries(standIns).map(deployed))
  : standIns;
