import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../local/settings.ts';
import { mailFrom, type Resource, readTemplate, readTemplates, resourcesOf, stages } from './packages.ts';

/** How the templates protect people's data and accounts. */

const templates = await readTemplates();

async function storesOf(stage: (typeof stages)[number]): Promise<Record<string, Resource>> {
  const [users, messaging] = [await readTemplate('users', stage), await readTemplate('messaging', stage)];
  return { ...users.Resources, ...messaging.Resources };
}

test("people's data in prod survives the removal of a stack, and any single call", async () => {
  const { MessagesTable, Database, UserPool, TrailBucket } = await storesOf('prod');
  expect(MessagesTable).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { DeletionProtectionEnabled: true },
  });
  expect(Database).toMatchObject({
    DeletionPolicy: 'Snapshot',
    Properties: { DeletionProtection: true, MultiAZ: true },
  });
  expect(UserPool).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { DeletionProtection: 'ACTIVE' },
  });
  expect(TrailBucket).toMatchObject({ DeletionPolicy: 'Retain' });
});

test.each(templates)(
  '$name: a retained resource with a fixed name is deleted with a failed deployment',
  ({ template }) => {
    const staying = Object.entries(template.Resources)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
      .filter(([, { Properties }]) =>
        Object.keys(Properties).some((name) => /^\w+(Name|Identifier)$/.test(name)),
      );
    expect(staying.map(([id]) => id)).toEqual([]);
  },
);

test('removing dev leaves nothing that blocks the next dev', async () => {
  const { MessagesTable, Database, UserPool } = await storesOf('dev');
  for (const store of [MessagesTable, Database, UserPool]) expect(store?.DeletionPolicy).toBe('Delete');
});

test.each(stages)('%s can be restored to a point in time', async (stage) => {
  const { MessagesTable, Database } = await storesOf(stage);
  expect(MessagesTable?.Properties.PointInTimeRecoverySpecification).toEqual({
    PointInTimeRecoveryEnabled: true,
  });
  expect(Database?.Properties.BackupRetentionPeriod).toBeGreaterThan(0);
});

test.each(stages)('Postgres of %s accepts IAM tokens, over TLS only', async (stage) => {
  const { Database, DatabaseParameters, DatabaseSecurityGroup } = await storesOf(stage);
  expect(Database?.Properties).toMatchObject({
    EnableIAMDatabaseAuthentication: true,
    ManageMasterUserPassword: true,
    DBParameterGroupName: { Ref: 'DatabaseParameters' },
    VPCSecurityGroups: [{ Ref: 'DatabaseSecurityGroup' }],
  });
  expect(Database?.Properties).not.toHaveProperty('MasterUserPassword');
  expect(DatabaseParameters?.Properties.Parameters).toMatchObject({
    'rds.force_ssl': '1',
    log_parameter_max_length: '0',
    log_error_verbosity: 'terse',
    idle_session_timeout: '900000',
  });
  expect(DatabaseSecurityGroup?.Properties.SecurityGroupIngress).toEqual([
    expect.objectContaining({ FromPort: 5432, ToPort: 5432 }),
  ]);
});

test("prod sends mail from the operator's domain, dev from Cognito", async () => {
  const [dev, prod] = [await storesOf('dev'), await storesOf('prod')];
  expect(dev.UserPool?.Properties.EmailConfiguration).toEqual({ EmailSendingAccount: 'COGNITO_DEFAULT' });
  expect(prod.UserPool?.Properties.EmailConfiguration).toEqual({
    EmailSendingAccount: 'DEVELOPER',
    From: `Cruddur <${mailFrom}>`,
    SourceArn: {
      'Fn::Sub': `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/mail.example`,
    },
  });
});

test.each(stages)('an account of %s cannot change its handle, nor its address unverified', async (stage) => {
  const { UserPool } = await storesOf(stage);
  expect(UserPool?.Properties.Schema).toContainEqual(
    expect.objectContaining({ Name: 'preferred_username', Mutable: false }),
  );
  expect(UserPool?.Properties.UserAttributeUpdateSettings).toEqual({
    AttributesRequireVerificationBeforeUpdate: ['email'],
  });
});

test.each(stages)(
  'the pool of %s has no domain, which would make it unreachable through the endpoint',
  async (stage) => {
    const types = Object.values(await storesOf(stage)).map(({ Type }) => Type);
    expect(types).not.toContain('AWS::Cognito::UserPoolDomain');
  },
);

test('all functions of prod together leave spare Postgres connections', async () => {
  const reserved = templates
    .filter(({ stage }) => stage === 'prod')
    .flatMap(({ template }) => resourcesOf(template, 'AWS::Lambda::Function'))
    .filter(([id, { Properties }]) => 'POSTGRES_URL' in Properties.Environment.Variables && !isOperators(id))
    .map(([, { Properties }]) => Properties.ReservedConcurrentExecutions as number);
  const { DatabaseConnections } = await storesOf('prod');
  const sum = reserved.reduce((total, one) => total + one, 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThan(DatabaseConnections?.Properties.Threshold);
});

test.each(stages)(
  'the preflight of %s requires the reserved concurrency of the functions plus the 100 that AWS keeps',
  (stage) => {
    const reserved = templates
      .filter((one) => one.stage === stage)
      .flatMap(({ template }) => resourcesOf(template, 'AWS::Lambda::Function'))
      .map(([, { Properties }]) => Properties.ReservedConcurrentExecutions)
      .filter((one): one is number => typeof one === 'number');
    const sum = reserved.reduce((total, one) => total + one, 0);
    const { params } = parse(readFileSync(join(root, 'services/users/serverless.yml'), 'utf8'), {
      logLevel: 'error',
    });
    expect(params[stage].accountConcurrency ?? params.default.accountConcurrency).toBe(sum && sum + 100);
  },
);

test.each(stages)('the Cognito endpoint in %s lets the token signing keys through', async (stage) => {
  const { CognitoEndpoint } = await storesOf(stage);
  expect(CognitoEndpoint?.Properties).not.toHaveProperty('PolicyDocument');
});

/** Invoked by an operator, one at a time. */
const isOperators = (id: string) => id === 'MigrateLambdaFunction';

test.each(stages)(
  'the database of %s has its windows at night, tells of refused tokens, and buys no support',
  async (stage) => {
    const { Database } = await storesOf(stage);
    expect(Database?.Properties).toMatchObject({
      PreferredBackupWindow: '01:00-01:30',
      PreferredMaintenanceWindow: 'sun:02:00-sun:03:00',
      EnableCloudwatchLogsExports: expect.arrayContaining(['iam-db-auth-error']),
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    });
  },
);
