import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListTablesCommandOutput } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { connectTable, documents, dynamodbClient } from '../../shared/dynamo/client.ts';
import { prepareErasure, startRename } from '../../shared/dynamo/jobs.ts';
import { countUse } from '../../shared/dynamo/limits.ts';
import { connect } from '../../shared/postgres/client.ts';
import { cruddur, cruddurUnread } from '../../test/cruddur.ts';
import { testStores } from '../../test/stores.ts';
import { listTables } from '../table/list-tables.ts';
import { createAccount, listAccounts, localUserPool } from '../user-pool.ts';

const unique = randomUUID().slice(0, 8);
const stores = testStores();
const table = `cli_${unique}`;
const userPool = localUserPool({ cognitoEndpoint: stores.cognito, accessKeyId: stores.accessKeyId });
const env = {
  MESSAGES_TABLE: table,
  CRUDDUR_DYNAMODB_ENDPOINT: stores.dynamodb,
  CRUDDUR_LOCAL_KEY: stores.accessKeyId,
  CRUDDUR_POSTGRES_URL: stores.postgres.replace(/\/[^/]*$/, `/cli_${unique}`),
  CRUDDUR_COGNITO_ENDPOINT: stores.cognito,
};

/** The tests of this file build on each other, like an operator's commands. */
async function done(line: string): Promise<string> {
  const { status, stdout, stderr } = await cruddur(line.split(' '), env);
  expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout;
}

async function refused(line: string): Promise<string> {
  const { status, stderr } = await cruddur(line.split(' '), env);
  expect({ line, status }).toEqual({ line, status: 1 });
  return stderr;
}

test('seeding the table needs the users', async () => {
  await done('db create');
  await done('db migrate');
  await done('ddb schema-load');
  expect(await refused('ddb seed')).toContain('bin/cruddur db seed');
});

test('setting up the database can be repeated', async () => {
  expect(await done('db setup')).toContain('Inserted 3 users and 1 activities.');
  expect(await done('db setup')).toBe(
    'The database exists already.\nNothing to migrate.\nInserted 0 users and 0 activities.\n',
  );
});

test('the schema can be loaded again', async () => {
  expect(await done('ddb schema-load')).toContain('existed already');
  expect(await done('ddb list-tables')).toMatch(new RegExp(`^${table} +ACTIVE`, 'm'));
});

test('a table that is dropped while the tables are listed is left out', async () => {
  const client = dynamodbClient({ endpoint: stores.dynamodb, accessKeyId: stores.accessKeyId });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const answer = await next(call);
        if (commandName !== 'ListTablesCommand') return answer;
        const { TableNames = [] } = answer.output as ListTablesCommandOutput;
        return { ...answer, output: { ...answer.output, TableNames: [`${table}_dropped`, ...TableNames] } };
      },
    { step: 'initialize' },
  );
  const names = (await listTables(client)).map(({ name }) => name);
  client.destroy();
  expect(names).toContain(table);
  expect(names).not.toContain(`${table}_dropped`);
});

let seeded: Item[];

test('seeding gives 104 messages, 52 each in turn', async () => {
  expect(await done('ddb seed')).toContain('Stored 106 new items');
  seeded = await scan();
  const senders = seeded.filter(({ pk }) => pk.startsWith('MSG#')).map(({ user_handle }) => user_handle);
  expect(senders).toEqual(Array.from({ length: 52 }, () => ['nwaliechinyere', 'bayko']).flat());
});

test('a scan stops when its output is closed', async () => {
  expect(cruddurUnread(['ddb', 'scan'], env)).toEqual({ status: 1, stderr: '' });
});

test('seeding again changes nothing', async () => {
  expect(await done('ddb seed')).toContain('Stored 0 new items');
  expect(await scan()).toEqual(seeded);
});

test('seeding a new table gives the same items', async () => {
  await done(`ddb drop ${table} --yes`);
  await done('ddb schema-load');
  await done('ddb seed');
  expect((await scan()).map(untimed)).toEqual(seeded.map(untimed));
});

/** An item without the time at which its unread messages were counted. */
const untimed = ({ counted_to: _, ...item }: Item & { counted_to?: string }) => item;

test('a job is listed, and goes on when it is retried', async () => {
  connectTable({ tableName: table, endpoint: stores.dynamodb });
  await startRename(unique, { display_name: 'Somebody', name_version: 1 });
  expect(await done('jobs list')).toMatch(new RegExp(`^rename +${unique} +rows +0 `, 'm'));
  expect(await done(`jobs retry ${unique}`)).toContain('resumed');
  expect(await done('jobs list')).toMatch(new RegExp(`^rename +${unique} +rows +1 `, 'm'));
  expect(await refused('jobs retry nobody')).toContain('no unfinished job');
});

test('an erasure that was left half-way goes on, or is dropped if nothing was erased', async () => {
  connectTable({ tableName: table, endpoint: stores.dynamodb });
  const sql = connect(env.CRUDDUR_POSTGRES_URL);
  const [somebody] = await sql`
    insert into users (display_name, handle, email, cognito_user_id)
    values ('Somebody', 'some_body', 'some.body@example.test', 'sub of somebody') returning uuid`;
  const uuid = String(somebody?.uuid);
  const prepare = () => prepareErasure(uuid, { sub: 'sub of somebody', messages: 'keep' });
  await prepare();
  expect(await done('jobs list')).toMatch(new RegExp(`^erase +${uuid} +not begun +0 `, 'm'));
  expect(await done(`jobs retry ${uuid}`)).toContain('dropped');
  expect(await done('jobs list')).not.toContain(uuid);
  await prepare();
  await sql`select erase_user('sub of somebody')`;
  await sql.end();
  expect(await done(`jobs retry ${uuid}`)).toContain('resumed');
  expect(await done('jobs list')).toMatch(new RegExp(`^erase +${uuid} +rows +1 `, 'm'));
  const [shown] = JSON.parse(await done(`users show ${uuid} --json`));
  expect(shown).toMatchObject({
    handle: 'deleted_account',
    address: 'none',
    account: 'none',
    deleted_since: expect.any(String),
    banned_since: null,
  });
  expect(await refused(`users unban ${uuid}`)).toContain('is deleted');
  expect(await refused('users show some_body')).toContain('No user has the handle');
});

test('a report is listed, shown with its evidence, and resolved once', async () => {
  const sql = connect(env.CRUDDUR_POSTGRES_URL);
  const [made] = await sql`
    insert into reports (reporter_uuid, reported_uuid, message_group_uuid, reason, note, evidence)
    select a.uuid, b.uuid, gen_random_uuid(), 'spam', 'Look', '[{"created_at": "then", "handle": "bayko", "message": "Buy\\u001b[2K"}]'
    from users a, users b where a.handle = 'londo' and b.handle = 'bayko' returning uuid`;
  await sql.end();
  expect(await done('reports list')).toMatch(
    new RegExp(`^${made?.uuid} .* spam +@bayko +@londo +Look$`, 'm'),
  );
  const shown = await done(`reports show ${made?.uuid}`);
  expect(shown).toContain('@londo reports @bayko: spam, waits');
  expect(shown).toContain('@bayko  Buy');
  expect(shown).not.toContain('\u001b');
  expect(await done(`reports resolve ${made?.uuid} --as banned`)).toContain('banned');
  expect(await done('reports list')).not.toContain(made?.uuid);
  expect(await refused(`reports resolve ${made?.uuid}`)).toContain('resolved already');
  expect(await refused('reports show nothing')).toContain('no report nothing');
});

test('what a user has used of a limit is shown, and begins anew', async () => {
  const message = seeded.find(({ pk, user_handle }) => pk.startsWith('MSG#') && user_handle === 'bayko');
  const uuid = (message as Item & { user_uuid: string }).user_uuid;
  connectTable({ tableName: table, endpoint: stores.dynamodb });
  for (let count = 0; count < 2; count++) await countUse('renames', uuid);
  expect(await done('limits show @bayko')).toMatch(/^renames +2 +10 +\d+$/m);
  expect(await done('limits reset bayko')).toContain('anew');
  expect(await done('limits show bayko')).toMatch(/^renames +0 +10 +\d+$/m);
  expect(await refused('limits show nobody_here')).toContain('No user has the handle nobody_here.');
});

test('the words for the search are compared with the messages, both ways, and stored again', async () => {
  expect(await done('search rebuild')).toContain('deleted 0 entries');
  const sql = connect(env.CRUDDUR_POSTGRES_URL);
  const stored = await sql`select * from searched_messages where words <> ''`;
  expect(stored).toHaveLength(2 * 104);
  const { member_uuid, place } = stored[0] as { member_uuid: string; place: string };
  const stray = '2024-01-01T00:00:00.000Z#00000000-0000-4000-8000-000000000000';
  await sql`update searched_messages set words = '' where member_uuid = ${member_uuid} and place = ${place}`;
  await sql`delete from searched_messages where member_uuid <> ${member_uuid} and place = ${place}`;
  await sql`insert into searched_messages values (${member_uuid}, ${stray}, gen_random_uuid(), 0, 'word')`;
  const { status, stdout } = await cruddur(['search', 'verify', '--patience', '0', '--json'], env);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const found = lines.map(({ place, problem }) => [place, problem]);
  expect([status, found]).toEqual([
    1,
    [
      [place, 'is not stored as the message is'],
      [place, 'is not stored as the message is'],
      [stray, 'is stored of no message'],
    ],
  ]);
  expect(await done('search rebuild')).toContain('deleted 1 entries');
  expect(await sql`select * from searched_messages order by 1, 2`).toEqual(
    [...stored].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
  );
  expect(await done('search verify')).toContain('every message');
  await done('search clear');
  expect(await sql`select from searched_messages`).toHaveLength(0);
  await sql.end();
});

const keyOf = ({ member_uuid, place }: Record<string, unknown>) => `${member_uuid} ${place}`;

test('a page of 20 sample messages costs one read unit, the membership check half a unit', async () => {
  const lines = (await done('ddb patterns get-conversation --handle @Bayko --with nwaliechinyere'))
    .trim()
    .split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(-2)).toContain('You too. See you on Friday!');
  expect(lines.at(-1)).toBe('Consumed: 1.5 RCU, 0 WCU');
});

test('a list of conversations shows the last message and the unread count', async () => {
  const lines = (await done('ddb patterns list-conversations --handle nwaliechinyere')).trim().split('\n');
  expect(lines).toEqual([
    expect.stringContaining('bayko           You too. See you on Friday! (1 unread)'),
    expect.stringMatching(/^Consumed: [\d.]+ RCU, 0 WCU$/),
  ]);
});

test('getting a conversation that does not exist fails', async () => {
  expect(await refused('ddb patterns get-conversation --handle londo --with bayko')).toContain(
    'no such message group',
  );
  expect(await refused('ddb patterns list-conversations --handle nobody_here')).toContain(
    'No user has the handle nobody_here.',
  );
});

test('account ids come from the user pool by e-mail address', async () => {
  const email = `londo.${unique}@example.test`;
  await createAccount(userPool, {
    handle: 'londo',
    email,
    display_name: 'Londo',
    password: 'Some-secret-1',
  });
  expect(await done('db update-cognito-user-ids')).toMatch(/^Changed \d+ users\.\n$/m);
  const accounts = JSON.parse(await done('cognito list-users --json'));
  expect(accounts).toContainEqual({ handle: 'londo', email, sub: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(await done('cognito list-users')).toMatch(
    new RegExp(`^londo +${email.replaceAll('.', '\\.')}`, 'm'),
  );
});

test("an account with another user's handle does not get that user", async () => {
  const account = { handle: 'bayko', display_name: 'Not Bayko', password: 'Some-secret-1' };
  await createAccount(userPool, { ...account, email: `thief.${unique}@example.test` });
  await createAccount(userPool, { ...account, email: 'bayko@example.com' });
  await createAccount(userPool, { ...account, email: `thief.too.${unique}@example.test` });
  await done('db update-cognito-user-ids');
  // An odd account neither stops nor changes anything.
  await createAccount(userPool, { ...account, email: `nul.${unique}\u0000@example.test` });
  expect(await done('db update-cognito-user-ids')).toContain('Skipped the account');
  const accounts = await listAccounts(userPool);
  const { sub } = accounts.find(({ email }) => email === 'bayko@example.com') ?? {};
  const sql = connect(env.CRUDDUR_POSTGRES_URL);
  const [bayko] = await sql`select cognito_user_id from users where handle = 'bayko'`;
  await sql.end();
  expect(bayko).toEqual({ cognito_user_id: sub });
});

test('sessions are listed', async () => {
  expect(await done('db sessions')).toMatch(/^pid +user +application/);
});

test('every command escapes control characters that users wrote', async () => {
  connectTable({ tableName: table, endpoint: stores.dynamodb, accessKeyId: stores.accessKeyId });
  const evil = '\u001b]0;owned\u0007\r\n\u009b2K\u202eforged';
  const [message] = seeded.filter(({ pk }) => pk.startsWith('MSG#')).slice(-1);
  const items = [
    { ...message, sk: `${new Date().toISOString()}#${randomUUID()}`, message: evil, user_handle: evil },
    { pk: `MSG#${evil}`, sk: evil },
  ];
  for (const Item of items) await documents.send(new PutCommand({ TableName: table, Item }));
  for (const { pk, sk } of seeded.filter((item) => item.pk.startsWith('GRP#')))
    await documents.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk, sk },
        UpdateExpression: 'SET message = :evil',
        ExpressionAttributeValues: { ':evil': evil },
      }),
    );
  const account = { display_name: evil, password: 'Some-secret-1' };
  await createAccount(userPool, { ...account, handle: evil, email: `evil.${unique}@example.test` });
  const printing = [
    ...['ddb scan', 'ddb patterns get-conversation', 'ddb patterns list-conversations'],
    ...['ddb verify --patience 0', `ddb rebuild --position ${join(tmpdir(), `rebuild-${unique}`)}`],
    ...['cognito list-users', 'db sessions'],
  ];
  for (const line of printing.flatMap((command) => [command, `${command} --json`])) {
    const { stdout, stderr } = await cruddur(line.split(' '), env);
    for (const printed of [stdout, stderr].flatMap((text) => text.split('\n')))
      expect({ line, printed }).toEqual({ line, printed: expect.not.stringMatching(/[\p{Cc}\p{Cf}]/u) });
    if (!/sessions/.test(line)) expect(stdout + stderr).toContain('forged');
  }
}, 240_000);

test('deleting in a cloud other than that of the data folder asks for confirmation', async () => {
  const address = new URL(stores.dynamodb).host;
  expect(await refused(`ddb drop ${table}`)).toContain(
    `This deletes the table ${table} with every message at ${address}`,
  );
  expect(await refused('db drop')).toContain('This drops the database with every user at');
});

test('dropping twice fails', async () => {
  await done(`ddb drop ${table} --yes`);
  expect(await refused(`ddb drop ${table} --yes`)).toBe(`There is no table ${table}.\n`);
  await done('db drop --yes');
  expect(await refused('db drop --yes')).toBe('There is no database to drop.\n');
});

test('the error names the unreachable store', async () => {
  const { status, stderr } = await cruddur(['ddb', 'list-tables'], {
    CRUDDUR_DYNAMODB_ENDPOINT: 'http://127.0.0.1:9',
  });
  expect(status).toBe(1);
  expect(stderr).toContain(
    'Nothing answers at 127.0.0.1:9. Is the local cloud running (bin/cruddur local up)?',
  );
});

interface Item {
  pk: string;
  sk: string;
  user_handle: string;
}

async function scan(): Promise<Item[]> {
  const items = (await done('ddb scan'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return items.toSorted((one, other) => (one.pk + one.sk < other.pk + other.sk ? -1 : 1));
}
