import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import postgres, { type Sql } from 'postgres';
import { createDatabase, dropDatabase } from '../../cli/database/databases.ts';
import { loadSchema } from '../../cli/table/load-schema.ts';
import { claimPort } from '../../local/port.ts';
import { cruddur as run } from '../cruddur.ts';
import { masterAccount } from '../master.ts';
import { MIGRATIONS, testStores } from '../stores.ts';
import { startGatekeeper, startLambda } from './fakes.ts';
import { type Moto, startMoto } from './moto.ts';
import { clientOf, createStage, type Stage } from './stage.ts';

/**
 * The commands on a deployed stage, against moto's AWS APIs and a Postgres in place of the stage's own, as behind a
 * tunnel.
 */

/** More than two pages of a user pool, which has at most 60 a page. */
const accounts = 130;
const url = testStores().postgres.replace(/\/[^/]*$/, `/stage_${randomUUID().slice(0, 8)}`);
const master = masterAccount();

process.env.POSTGRES_URL = url;
const { handler: migrate } = await import('../../services/users/migrate.ts');
let moto: Moto;
let gatekeeper: Awaited<ReturnType<typeof startGatekeeper>>;
let folder: string;
let sql: Sql;
let stages: Record<Stage['name'], Stage>;

beforeAll(async () => {
  moto = await startMoto(await claimPort('moto', 0));
  gatekeeper = await startGatekeeper();
  folder = await mkdtemp(join(tmpdir(), 'cruddur-stage-'));
  await createDatabase({ url });
  sql = postgres(url, { max: 1, onnotice: () => {} });
  const postgresUrl = `postgres://operator@127.0.0.1:${gatekeeper.port}/cruddur`;
  stages = {
    dev: await createStage(moto, 'dev', { accounts, postgresUrl, master }),
    prod: await createStage(moto, 'prod', { accounts, postgresUrl, master }),
  };
  for (const { table } of Object.values(stages)) await loadSchema(new DynamoDBClient(clientOf(moto)), table);
});

afterAll(async () => {
  gatekeeper.stop();
  await moto.stop();
  await sql.end();
  await dropDatabase({ url });
  await rm(folder, { recursive: true });
});

/** The names of the migrations, as `db migrate` says them. */
const migrations = readdirSync(MIGRATIONS)
  .map((file) => file.replace(/^0*(\d+)\.do\.(.*)\.sql$/, '$1 $2'))
  .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10));

const cruddur = (line: string, more: NodeJS.ProcessEnv = {}) =>
  run(line.split(' '), { ...moto.env, CRUDDUR_POSTGRES_URL: url, CRUDDUR_DATA: folder, ...more });

async function done(line: string, more?: NodeJS.ProcessEnv): Promise<string> {
  const { status, stdout, stderr } = await cruddur(line, more);
  expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout;
}

/** Everything in the stores that a command could change. */
async function everything() {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOf(moto)));
  const { Items } = await documents.send(new ScanCommand({ TableName: stages.prod.table }));
  const ec2 = new EC2Client(clientOf(moto));
  const { SecurityGroupRules } = await ec2.send(new DescribeSecurityGroupRulesCommand());
  const tables = await sql`select schemaname, relname, n_tup_ins from pg_stat_user_tables`;
  return { Items, SecurityGroupRules, tables: [...tables] };
}

test.each([
  'db migrate',
  'db seed',
  'db drop',
  'db setup',
  'ddb seed',
  'ddb drop cruddur-messages',
  'ddb rebuild',
  'ddb redrive',
  'rds update-sg-rule --address 10.8.0.5',
  'rds update-sg-rule --close',
])('`%s --stage prod` does nothing without confirmation', async (line) => {
  const before = await everything();
  const { status, stdout, stderr } = await cruddur(`${line} --stage prod`);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^This .* in prod\. Continue\? There is no terminal to ask on: pass --yes\.\n$/);
  expect(await everything()).toEqual(before);
});

describe.each([
  ['dev', '--stage dev'],
  ['prod', '--stage prod --yes'],
] as const)('in %s', (name, on) => {
  const reading = `--stage ${name}`;

  test("`db migrate` hands the master's password to the function, which migrates", async () => {
    await sql`drop schema public cascade`;
    await sql`create schema public`;
    const lambda = await startLambda({ [`cruddur-users-${name}-migrate`]: migrate });
    const env = { AWS_ENDPOINT_URL_LAMBDA: lambda.url };
    expect(await done(`db migrate ${on}`, env)).toBe(`Applied: ${migrations.join(', ')}\n`);
    expect(await done(`db migrate ${on}`, env)).toBe('Nothing to migrate.\n');
    lambda.stop();
  });

  test('a failed migration says why, without the password', async () => {
    const lambda = await startLambda({ [`cruddur-users-${name}-migrate`]: migrate });
    const secrets = new SecretsManagerClient(clientOf(moto));
    const put = (secret: typeof master) =>
      secrets.send(
        new PutSecretValueCommand({ SecretId: `master-${name}`, SecretString: JSON.stringify(secret) }),
      );
    await put({ username: 'nobody_at_all', password: 'hush' });
    const failed = await cruddur(`db migrate ${on}`, { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
    await put(master);
    lambda.stop();
    expect(failed).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The migration failed: .*nobody_at_all/),
    });
    expect(JSON.stringify(failed)).not.toContain('hush');
  });

  test('`cognito list-users` lists the accounts of every page', async () => {
    const listed: { handle: string; sub: string }[] = JSON.parse(
      await done(`cognito list-users --json ${reading}`),
    );
    expect(new Map(listed.map(({ handle, sub }) => [handle, sub]))).toEqual(stages[name].subs);
  });

  test('`db update-cognito-user-ids` stores the account of every user', async () => {
    await sql`
      insert into users (display_name, handle, email, cognito_user_id)
      select 'User', 'user_' || n, 'user_' || n || '@example.test', 'old ' || n
      from generate_series(0, ${accounts - 1}::int) as n`;
    const before = await sql`select * from users order by uuid`;
    const unasked = await cruddur(`db update-cognito-user-ids --stage ${name}`);
    expect(unasked).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('There is no terminal to ask on'),
    });
    expect([...(await sql`select * from users order by uuid`)]).toEqual([...before]);
    expect(await done(`db update-cognito-user-ids --stage ${name} --yes`)).toMatch(
      new RegExp(`\nChanged ${accounts} users\\.\n$`),
    );
    const users = await sql<{ handle: string; cognito_user_id: string }[]>`select * from users`;
    expect(new Map(users.map((user) => [user.handle, user.cognito_user_id]))).toEqual(stages[name].subs);
  });

  test('`ddb seed` stores the sample conversation, which can be read', async () => {
    expect(await done(`db seed ${on}`)).toBe('Inserted 3 users and 1 activities.\n');
    expect(await done(`ddb seed ${on}`)).toContain('Stored 106 new items');
    expect(await done(`ddb seed ${on}`)).toContain('Stored 0 new items');
    expect((await done(`ddb scan ${reading}`)).trim().split('\n')).toHaveLength(106);
    expect(await done(`ddb patterns list-conversations ${reading}`)).toContain('See you on Friday!');
  });

  test('`ddb verify` finds a broken row, `ddb rebuild` repairs it', async () => {
    expect(await done(`ddb verify ${reading}`)).toBe('106 items, no violation.\n');
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOf(moto)));
    const TableName = stages[name].table;
    const rows = await documents.send(
      new ScanCommand({
        TableName,
        FilterExpression: 'begins_with(pk, :row)',
        ExpressionAttributeValues: { ':row': 'GRP#' },
      }),
    );
    const [{ pk, sk } = {}] = rows.Items ?? [];
    const broken = { UpdateExpression: 'set message = :m', ExpressionAttributeValues: { ':m': 'not so' } };
    await documents.send(new UpdateCommand({ TableName, Key: { pk, sk }, ...broken }));
    const found = await cruddur(`ddb verify --patience 0 ${reading}`);
    expect(found).toMatchObject({ status: 1, stdout: expect.stringContaining(`${pk} ${sk}: `) });
    expect(await done(`ddb rebuild ${on}`)).toBe('1 message groups are correct.\n');
    expect(await done(`ddb verify ${reading}`)).toBe('106 items, no violation.\n');
  });

  test.each([
    'db sessions',
    // Each segment asks for itself once the connection was refused.
    'ddb verify --segments 1',
    'ddb rebuild --segments 1',
    'ddb seed',
    'ddb patterns list-conversations',
    'db update-cognito-user-ids',
  ])("`%s` enters the stage's own database with an IAM token", async (line) => {
    const asked = gatekeeper.passwords.length;
    const options = /verify|sessions|patterns/.test(line) ? reading : on;
    const { stderr } = await cruddur(`${line} ${options}`, { CRUDDUR_POSTGRES_URL: '' });
    expect({ line, stderr, asked: gatekeeper.passwords.length }).toMatchObject({ asked: asked + 1 });
    const [, query] = gatekeeper.passwords.at(-1)?.split('?') ?? [];
    expect(Object.fromEntries(new URLSearchParams(query))).toMatchObject({
      Action: 'connect',
      DBUser: 'operator',
      'X-Amz-Credential': expect.stringMatching(/^testing\/\d+\/eu-central-1\/rds-db\/aws4_request$/),
    });
  });

  test('`ddb redrive` finds the queue of the stage', async () => {
    expect(await done(`ddb redrive ${on}`)).toBe('Replayed 0 failures; 0 remain.\n');
  });

  test("`rds update-sg-rule` opens and closes the database's security group", async () => {
    expect(await done(`rds update-sg-rule ${on} --address 10.8.0.5`)).toMatch(
      /^sg-\w+ allows 10\.8\.0\.5\/32 on/,
    );
    expect(await done(`rds update-sg-rule ${on} --close`)).toMatch(/^Removed 1 operator address/);
  });

  test('`ddb drop` deletes the named table', async () => {
    expect(await done(`ddb drop ${stages[name].table} ${on}`)).toContain('is deleted');
    expect(await done(`ddb list-tables ${reading}`)).not.toMatch(new RegExp(`^${stages[name].table} `, 'm'));
  });
});
