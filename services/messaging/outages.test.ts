import type { OperationName } from '../../shared/contract/routes.ts';
import { connectTable, tableName } from '../../shared/dynamo/client.ts';
import { deployedPatience, patience } from '../../shared/patience.ts';
import { connect, connectDatabase } from '../../shared/postgres/client.ts';
import { createAccount, createStranger, type Person } from '../../test/accounts.ts';
import { until } from '../../test/browser/until.ts';
import { type Call, call } from '../../test/call.ts';
import { recordCalls } from '../../test/record-calls.ts';
import { openWire, type Wire } from '../../test/wire.ts';
import { handler as checkMessagingHealth } from './check-messaging-health.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as markRead } from './mark-read.ts';
import { handler as sendMessage } from './send-message.ts';

/** The handlers reach their stores through proxies that the tests cut. */
const postgres: Wire = await openWire(process.env.POSTGRES_URL ?? '');
const dynamodb: Wire = await openWire(process.env.CRUDDUR_DYNAMODB_ENDPOINT ?? '');
Object.assign(patience, deployedPatience);
connectDatabase(() => connect(postgres.url));
connectTable({ tableName, endpoint: dynamodb.url });
recordCalls();

const handlers = { listMessageGroups, listMessages, sendMessage, markRead, checkMessagingHealth };

const ask = async <N extends OperationName & keyof typeof handlers>(name: N, sent: Call = {}) => {
  const started = performance.now();
  const answer = await call(handlers[name], name, sent);
  return { ...answer, seconds: (performance.now() - started) / 1000 };
};

let ann: Person;
let ben: Person;
let message_group_uuid: string;
let cursor: string;

beforeAll(async () => {
  [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const { body } = await ask('sendMessage', { as: ann, body: { message: 'Hello', handle: ben.handle } });
  ({ message_group_uuid, cursor } = body);
});
afterEach(async () => {
  postgres.mend();
  dynamodb.mend();
  // The handler notices the cut connection and replaces it.
  await healthOf(200);
});
afterAll(() => {
  postgres.close();
  dynamodb.close();
});

const patterns = (): [Exclude<OperationName & keyof typeof handlers, 'checkMessagingHealth'>, Call][] => [
  ['listMessages', { as: ann, params: { message_group_uuid } }],
  ['listMessageGroups', { as: ann }],
  ['sendMessage', { as: ann, body: { message: 'Still here', message_group_uuid } }],
  [
    'sendMessage',
    { as: ann, body: { message: 'Still here', message_group_uuid }, headers: { 'idempotency-key': 'k' } },
  ],
  ['markRead', { as: ann, params: { message_group_uuid }, body: { cursor } }],
];

const unavailable = { status: 503, errors: ['store_unavailable'], headers: { 'retry-after': '1' } };

describe.each<['cut' | 'silence', string]>([
  ['cut', 'down'],
  ['silence', 'silent'],
])('%s', (fault, state) => {
  test(`with Postgres ${state}, patterns A, B and D of known callers work`, async () => {
    postgres[fault]();
    for (const [name, sent] of patterns()) expect(await ask(name, sent)).toMatchObject({ status: 200 });
  });

  test(`with Postgres ${state}, all other requests get 503 within 3 s`, async () => {
    const stranger = await createAccount('not_seen_before');
    postgres[fault]();
    const answers = await Promise.all([
      ask('listMessageGroups', { as: stranger }),
      ask('sendMessage', { as: ann, body: { message: 'Hi', handle: ben.handle } }),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject(unavailable);
      expect(answer.seconds).toBeLessThan(3);
    }
  });

  test(`with DynamoDB ${state}, every pattern answers 503 within 6 s`, async () => {
    dynamodb[fault]();
    const answers = await Promise.all(patterns().map(([name, sent]) => ask(name, sent)));
    const first = await ask('sendMessage', { as: ann, body: { message: 'Hi', handle: ben.handle } });
    for (const answer of [...answers, first]) {
      expect(answer).toMatchObject(unavailable);
      expect(answer.seconds).toBeLessThan(6);
    }
  });

  test.each(['postgres', 'dynamodb'] as const)(
    `the health check sees that %s is ${state}, and does not tell it`,
    async (store) => {
      ({ postgres, dynamodb })[store][fault]();
      const answer = await healthOf(503);
      expect(answer).toMatchObject(unavailable);
      expect(JSON.stringify(answer.body)).not.toMatch(/postgres|dynamo/i);
    },
  );
});

test('a send with an unknown outcome is stored once when retried with its idempotency key', async () => {
  const send = () =>
    ask('sendMessage', {
      as: ann,
      body: { message: 'Only once', message_group_uuid },
      headers: { 'idempotency-key': 'unknown outcome' },
    });
  const lost = send();
  dynamodb.cut();
  const first = await lost;
  dynamodb.mend();
  const second = await send();
  expect(second.status).toBe(200);
  if (first.status === 200) expect(second.body).toEqual(first.body);
  const { body } = await ask('listMessages', { as: ben, params: { message_group_uuid } });
  expect(body.filter(({ message }) => message === 'Only once')).toHaveLength(1);
});

/** Polls the health check, whose answer is good for a second. */
const healthOf = (status: number) =>
  until(async () => {
    const answer = await ask('checkMessagingHealth');
    return answer.status === status && answer;
  });
