import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Moto } from './moto.ts';

/** A stage with only what the command line needs; the test creates the table. */
export interface Stage {
  name: 'dev' | 'prod';
  table: string;
  /** The `sub` of each account of its user pool, by handle. */
  subs: Map<string, string>;
}

/** The settings that point a test's own clients to moto. */
export const clientOf = (moto: Moto) => ({
  endpoint: moto.url,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

/**
 * @param options.accounts the number of accounts in its user pool.
 * @param options.master the master secret, as RDS stores it.
 */
export async function createStage(
  moto: Moto,
  name: Stage['name'],
  options: { accounts: number; postgresUrl: string; master: { username: string; password: string } },
): Promise<Stage> {
  const table = name === 'prod' ? 'cruddur-messages' : `cruddur-messages-${name}`;
  await createStack(moto, `cruddur-messaging-${name}`, {
    resources: queue(`cruddur-${name}-project-failures`),
    outputs: { MessagesTable: table },
  });
  const secret = { Name: `master-${name}`, SecretString: JSON.stringify(options.master) };
  const { ARN } = await new SecretsManagerClient(clientOf(moto)).send(new CreateSecretCommand(secret));
  await createStack(moto, `cruddur-users-${name}`, {
    resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'Postgres' } } },
    outputs: {
      DatabaseSecurityGroupId: { 'Fn::GetAtt': ['Group', 'GroupId'] },
      DatabaseMasterSecretArn: ARN,
      MigrateFunction: `cruddur-users-${name}-migrate`,
      PostgresUrl: options.postgresUrl,
    },
  });
  return { name, table, subs: await createAccounts(moto, `cruddur-${name}`, options.accounts) };
}

const queue = (QueueName: string) => ({ Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } });

async function createStack(
  moto: Moto,
  StackName: string,
  { resources, outputs }: { resources: object; outputs: Record<string, unknown> },
): Promise<void> {
  const Outputs = Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }]));
  const TemplateBody = JSON.stringify({ Resources: resources, Outputs });
  await new CloudFormationClient(clientOf(moto)).send(new CreateStackCommand({ StackName, TemplateBody }));
}

async function createAccounts(moto: Moto, PoolName: string, count: number): Promise<Map<string, string>> {
  const client = new CognitoIdentityProviderClient(clientOf(moto));
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName }));
  const subs = new Map<string, string>();
  for (let n = 0; n < count; n++) {
    const attributes = {
      email: `user_${n}@example.test`,
      preferred_username: `user_${n}`,
      email_verified: 'true',
    };
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    const { User } = await client.send(
      new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: attributes.email, UserAttributes }),
    );
    await client.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: UserPool?.Id,
        Username: attributes.email,
        Password: 'Correct-horse-7',
        Permanent: true,
      }),
    );
    const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    subs.set(attributes.preferred_username, sub);
  }
  return subs;
}
