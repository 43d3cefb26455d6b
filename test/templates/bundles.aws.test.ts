import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { SourceFrames } from '../../cli/aws/source-frames.ts';
import { listAccounts, localUserPool } from '../../cli/user-pool.ts';
import { root } from '../../local/settings.ts';
import type { OperationName } from '../../shared/contract/routes.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { storeConnection } from '../../shared/dynamo/connections.ts';
import { messageKey } from '../../shared/dynamo/keys.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { createStranger, type Person } from '../accounts.ts';
import { type Call, call } from '../call.ts';
import { createConversation } from '../conversations.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { masterAccount } from '../master.ts';
import { subscriptionOf } from '../push-service.ts';
import { connectEvent, disconnectEvent, messageEvent, sessionOf } from '../socket-events.ts';
import { testStores } from '../stores.ts';
import { deployed as packaged, unpacked } from './deployed.ts';
import { startGateway } from './fakes.ts';
import { functionKey, packageOf, readTemplate, resourcesOf, type Service, services } from './packages.ts';

afterAll(() => rm(unpacked, { recursive: true, force: true }));

const deployed = async (
  service: Service,
  key: string,
  more: NodeJS.ProcessEnv = {},
  heard?: (log: string) => void,
) =>
  packaged(
    { template: await readTemplate(service, 'dev'), directory: packageOf(service, 'dev') },
    key,
    more,
    heard,
  );

let conversation: Awaited<ReturnType<typeof createConversation>>;
let ann: Person;

// Each request has its own: one deletes the message, and one blocks the other.
beforeEach(async () => {
  conversation = await createConversation(['one', 'two'], createStranger);
  ann = conversation.ann;
});

const operationsOf = deployedFunctions().filter(({ kind }) => kind === 'operation');

/** A valid value for every parameter of any operation; each uses its own. */
const anyRequest = (): Call => {
  const { message_group_uuid } = conversation;
  return {
    as: ann,
    params: {
      handle: `@${ann.handle}`,
      user_uuid: conversation.ben.uuid,
      message_group_uuid,
      message_uuid: conversation.cursors[0]?.slice(25) ?? '',
      emoji: '👍',
      device_uuid: ann.uuid,
    },
    query: { q: 'an', since: '2026-01-01T00:00:00.000Z' },
    body: {
      message: 'three',
      message_group_uuid,
      cursor: `${new Date().toISOString()}#${ann.uuid}`,
      display_name: 'Ann',
      reason: 'spam',
      messages: 'keep',
      ...subscriptionOf('http://127.0.0.1:9/device'),
    },
  };
};

test.each(operationsOf)('the package of $service $key answers a real request', async ({ service, key }) => {
  const handler = await deployed(service as Service, key);
  const answer = await call(handler as never, key as OperationName, anyRequest());
  expect([200, 204]).toContain(answer.status);
});

test("a failure in a package's log maps to the file and line of the source", async () => {
  let log = '';
  const handler = await deployed('users', 'updateMe', {}, (text) => {
    log += text;
  });
  expect(await handler({ headers: null })).toMatchObject({ statusCode: 500 });
  const failure = log.split('\n').find((line) => line.includes('"message":"failure"')) ?? '';
  const [place] = new SourceFrames(join(root, 'services')).of(failure);
  const [, file, line] = /at (?:async )?(?:\S+ \()?([^\s()]+?):(\d+):\d+/.exec(place ?? '') ?? [];
  const source = readFileSync(join(root, String(file)), 'utf8').split('\n');
  expect(file).toBe('shared/edge/http.ts');
  expect(source[Number(line) - 1]).toContain('headers.authorization');
});

test('the package of postConfirmation creates a user', async () => {
  const handler = await deployed('users', 'postConfirmation');
  const userAttributes = {
    sub: 'new',
    email: 'new@example.test',
    email_verified: 'true',
    preferred_username: 'newcomer',
    name: 'New',
  };
  const event = { userName: 'new', request: { userAttributes } };
  expect(await handler(event)).toEqual(event);
});

test('the package of preSignUp makes way for a new account', async () => {
  const { cognito, userPoolId, clientId } = testStores();
  const handler = await deployed('users', 'preSignUp', { CRUDDUR_COGNITO_ENDPOINT: cognito });
  const userPool = localUserPool({ cognitoEndpoint: cognito, accessKeyId: testStores().accessKeyId });
  const email = `new.${randomUUID()}@example.test`;
  await userPool.client.send(
    new SignUpCommand({ ClientId: clientId, Username: email, Password: 'Some-secret-1' }),
  );
  const isThere = async () => (await listAccounts(userPool)).some((account) => account.email === email);
  expect(await isThere()).toBe(true);
  const event = { triggerSource: 'PreSignUp_SignUp', userPoolId, request: { userAttributes: { email } } };
  expect(await handler(event)).toEqual(event);
  expect(await isThere()).toBe(false);
});

test('the package of migrate finds its migrations', async () => {
  const handler = await deployed('users', 'migrate');
  expect(await handler(masterAccount())).toEqual({ applied: [] });
});

test('the package of project updates rows, and reports failed records', async () => {
  const { ann: as, message_group_uuid, cursors } = await createConversation(['old', 'new']);
  const handler = await deployed('stream', 'project');
  const record = await recordOf(message_group_uuid, cursors[1] as string, '1');
  const unreadable = { eventName: 'INSERT', dynamodb: { SequenceNumber: '2', Keys: { pk: { S: 'no' } } } };
  expect(await handler({ Records: [record, unreadable] })).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }],
  });
  expect(await getRow(as.uuid, message_group_uuid, { consistent: true })).toMatchObject({
    message: 'new',
    unread_count: 1,
  });
});

test('the package of push posts a frame to the connection of each member', async () => {
  const { ann: as, ben, message_group_uuid, cursors } = await createConversation(['hello']);
  await storeConnection(as.uuid, 'of-ann', sessionOf(as));
  await storeConnection(ben.uuid, 'of-ben', sessionOf(ben));
  const gateway = await startGateway();
  const handler = await deployed('stream', 'push', { WEBSOCKET_ENDPOINT: gateway.url });
  const Records = [await recordOf(message_group_uuid, cursors[0] as string, '1')];
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  gateway.stop();
  const frame = {
    type: 'message',
    message_group_uuid,
    message: expect.objectContaining({ message: 'hello' }),
  };
  expect(gateway.posted).toEqual(new Map(Object.entries({ 'of-ann': [frame], 'of-ben': [frame] })));
});

test('the package of indexMessages stores words, which that of searchMessages finds', async () => {
  const { message_group_uuid, cursors } = conversation;
  const handler = await deployed('stream', 'indexMessages');
  const Records = [await recordOf(message_group_uuid, cursors[1] as string, '1')];
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  const search = await deployed('messaging', 'searchMessages');
  const { body } = await call(search as never, 'searchMessages', { as: ann, query: { q: 'two' } });
  expect(body).toMatchObject([{ message: 'two', message_group_uuid }]);
});

/** The stream record of a stored message. */
async function recordOf(message_group_uuid: string, cursor: string, SequenceNumber: string) {
  const key = messageKey(message_group_uuid, cursor);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key }));
  const dynamodb = { SequenceNumber, Keys: marshall(key), NewImage: marshall(Item) };
  return { eventName: 'INSERT', dynamodb };
}

test('the packages of the WebSocket routes answer: no token, no connection, a ping', async () => {
  const connect = await deployed('stream', 'connect');
  expect(await connect(connectEvent('c1', []))).toEqual({ statusCode: 401 });
  expect(await connect(connectEvent('c1', ['cruddur.v1', ann.token]))).toMatchObject({ statusCode: 200 });
  const answer = await deployed('stream', 'default');
  expect(await answer(messageEvent('c1', '{"action":"ping"}'))).toMatchObject({ statusCode: 200 });
  const typing = await deployed('stream', 'typing');
  expect(await typing(messageEvent('c1', '{"action":"typing"}'))).toEqual({ statusCode: 200 });
  const disconnect = await deployed('stream', 'disconnect');
  expect(await disconnect(disconnectEvent('c1'))).toEqual({ statusCode: 200 });
});

test('every packaged function was run', async () => {
  const packaged = await Promise.all(
    services.map(async (service) => resourcesOf(await readTemplate(service, 'dev'), 'AWS::Lambda::Function')),
  );
  const keys = packaged.flat().map(([, lambda]) => functionKey(lambda));
  const ran = [
    ...operationsOf.map(({ key }) => key),
    'preSignUp',
    'postConfirmation',
    'migrate',
    'project',
    'push',
    'indexMessages',
    ...routes,
  ];
  expect(keys.sort()).toEqual(ran.sort());
});

const routes = ['connect', 'disconnect', 'default', 'typing'];
