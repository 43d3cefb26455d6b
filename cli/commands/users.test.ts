import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { handler as addReaction } from '../../services/messaging/add-reaction.ts';
import { handler as deleteMessage } from '../../services/messaging/delete-message.ts';
import { handler as editMessage } from '../../services/messaging/edit-message.ts';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as connect } from '../../services/stream/connect.ts';
import { handler as receive } from '../../services/stream/default.ts';
import { handler as getMe } from '../../services/users/get-me.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { tableName } from '../../shared/dynamo/client.ts';
import { findConnectionOwner, listConnections, mayType } from '../../shared/dynamo/connections.ts';
import { listSubscriptions, storeSubscription } from '../../shared/dynamo/push-subscriptions.ts';
import { query } from '../../shared/postgres/client.ts';
import { pseudonymOf } from '../../shared/pseudonym.ts';
import { createStranger, deleteAccount, type Person, signInAgain } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { cruddur } from '../../test/cruddur.ts';
import { subscriptionOf } from '../../test/push-service.ts';
import { connectEvent, messageEvent } from '../../test/socket-events.ts';
import { testStores } from '../../test/stores.ts';

const { dynamodb, accessKeyId, cognito, postgres } = testStores();
/** The command works on this file's table and schema, beside the functions. */
const env = {
  MESSAGES_TABLE: tableName,
  CRUDDUR_DYNAMODB_ENDPOINT: dynamodb,
  CRUDDUR_LOCAL_KEY: accessKeyId,
  CRUDDUR_POSTGRES_URL: `${postgres}${new URL(process.env.POSTGRES_URL ?? '').search}`,
  CRUDDUR_COGNITO_ENDPOINT: cognito,
};

async function done(...line: string[]): Promise<string> {
  const { status, stdout, stderr } = await cruddur(['users', ...line], env);
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout;
}

const shown = async (user: string) => JSON.parse(await done('show', user, '--json'))[0];

/** Advances the functions' clock. */
function goOn(seconds: number): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + seconds * 1000);
}
afterEach(() => jest.restoreAllMocks());

const list = (as: Person) => call(listMessageGroups, 'listMessageGroups', { as });
const send = (as: Person, to: Person) =>
  call(sendMessage, 'sendMessage', { as, body: { message: 'Hi', handle: to.handle } });
const open = async ({ token }: Person) => {
  const id = randomUUID();
  const { statusCode } = await connect(connectEvent(id, ['cruddur.v1', token]));
  return { id, status: statusCode };
};
const ping = async (id: string, { token }: Person) => {
  const { body } = await receive(messageEvent(id, JSON.stringify({ action: 'ping', token })));
  return JSON.parse(body ?? '{}').type;
};

test('who is banned is refused by HTTP, gets no frame, and opens no WebSocket; unbanned, they are let in again', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  expect((await send(ann, ben)).status).toBe(200);
  const { id } = await open(ann);
  expect(await listConnections(ann.uuid)).toHaveLength(1);
  await storeSubscription(ann.uuid, ann.uuid, subscriptionOf('https://push.example/'));

  expect(await done('ban', ann.handle)).toContain(`@${ann.handle} is banned`);
  expect(await listConnections(ann.uuid)).toEqual([]);
  expect(await listSubscriptions(ann.uuid, { consistent: true })).toEqual([]);
  expect(await ping(id, ann)).toBe('unknown');
  expect((await open(ann)).status).toBe(403);
  await expect(signInAgain(ann)).rejects.toThrow('User is disabled.');
  goOn(61);
  for (const answer of [await list(ann), await send(ann, ben)])
    expect(answer).toMatchObject({ status: 403, errors: ['account_disabled'] });
  expect((await list(ben)).status).toBe(200);
  jest.restoreAllMocks();

  expect(await done('unban', `@${ann.handle.toUpperCase()}`)).toBe(`@${ann.handle} can sign in again.\n`);
  const again = { ...ann, token: await signInAgain(ann) };
  goOn(130);
  expect((await list(again)).status).toBe(200);
  expect((await send(again, ben)).status).toBe(200);
  expect((await open(again)).status).toBe(200);
  // The sessions of before stay over.
  expect((await list(ann)).status).toBe(401);
});

test('who is suspended reads, but writes nothing within a minute, and can write again afterwards', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const { body: own } = await send(ann, ben);
  const { message_group_uuid } = own;
  const params = { message_group_uuid, message_uuid: own.uuid };
  const writes = async () => [
    await send(ann, ben),
    await call(sendMessage, 'sendMessage', { as: ann, body: { message: 'On', message_group_uuid } }),
    await call(editMessage, 'editMessage', { as: ann, params, body: { message: `Edited ${Date.now()}` } }),
    await call(addReaction, 'addReaction', { as: ann, params: { ...params, emoji: '👍' } }),
    await call(updateMe, 'updateMe', { as: ann, body: { display_name: `Ann ${Date.now()}` } }),
  ];
  for (const answer of await writes()) expect(answer.status).toBe(200);
  const before = await open(ann);

  expect(await done('suspend', ann.handle)).toContain(`@${ann.handle} is suspended`);
  // A first message and a new name are checked by Postgres itself, so at once.
  expect((await send(ann, ben)).errors).toEqual(['suspended']);
  goOn(61);
  for (const answer of await writes()) expect(answer).toMatchObject({ status: 403, errors: ['suspended'] });
  expect((await list(ann)).status).toBe(200);
  expect((await call(getMe, 'getMe', { as: ann })).body).toMatchObject({ uuid: ann.uuid, suspended: true });
  expect((await send(ben, ann)).status).toBe(200);
  // An own message can still be taken back.
  expect((await call(deleteMessage, 'deleteMessage', { as: ann, params })).status).toBe(204);
  expect(await ping(before.id, ann)).toBe('unknown');
  const { id } = await open(ann);
  expect([await ping(id, ann), await canType(id)]).toEqual(['pong', false]);
  jest.restoreAllMocks();

  expect(await done('unsuspend', ann.handle)).toContain('can write again');
  goOn(130);
  expect((await send(ann, ben)).status).toBe(200);
  expect((await call(getMe, 'getMe', { as: ann })).body).not.toHaveProperty('suspended');
  const after = await open(ann);
  expect(await canType(after.id)).toBe(true);
});

async function canType(id: string): Promise<boolean> {
  const owner = await findConnectionOwner(id);
  return owner !== undefined && mayType(owner);
}

test('a suspension can be repeated and keeps its first time', async () => {
  const ann = await createStranger();
  await done('suspend', ann.uuid);
  const { suspended_since } = await shown(ann.handle);
  await done('suspend', ann.handle);
  expect(await shown(ann.uuid)).toMatchObject({ suspended_since, banned_since: null });
});

test('a ban can be repeated and keeps its first time', async () => {
  const ann = await createStranger();
  await done('ban', ann.uuid);
  const { banned_since } = await shown(ann.handle);
  await done('ban', ann.handle);
  expect(await shown(ann.uuid)).toMatchObject({ banned_since, account: 'disabled' });
});

test('somebody without an account in the user pool is banned all the same', async () => {
  const ann = await createStranger();
  await deleteAccount(ann);
  expect(await done('ban', ann.handle)).toContain('The user pool has no account of this user.');
  expect(await shown(ann.handle)).toMatchObject({ account: 'none', banned_since: expect.any(String) });
  expect(await done('unban', ann.handle)).toContain('is no longer banned, but the user pool has no account');
});

test('somebody is shown without their address, and without control characters', async () => {
  const ann = await createStranger();
  await open(ann);
  const evil = '\u001b]0;owned\u0007\u202eforged';
  await query((sql) => sql`update users set display_name = ${evil} where uuid = ${ann.uuid}`);
  for (const printed of [await done('show', ann.handle), await done('show', ann.handle, '--json')]) {
    expect(printed.trim().split('\n').join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(printed).toContain('forged');
    expect(printed).not.toContain(ann.email);
  }
  expect(await shown(ann.handle)).toEqual({
    handle: ann.handle,
    display_name: evil,
    address: 's***@e***',
    account: 'CONFIRMED',
    deleted_since: null,
    banned_since: null,
    suspended_since: null,
    open_sockets: 1,
    uuid: ann.uuid,
    in_the_log: pseudonymOf('local', ann.sub),
  });
});

test.each(['ban', 'unban', 'suspend', 'unsuspend', 'show'])('%s fails for nobody', async (command) => {
  for (const nobody of ['nobody_here', randomUUID(), "'; drop table users"]) {
    const { status, stderr } = await cruddur(['users', command, nobody], env);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `No user has the handle or uuid ${nobody}.\n` });
  }
});
