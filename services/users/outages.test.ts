import type { OperationName } from '../../shared/contract/routes.ts';
import { deployedPatience, patience } from '../../shared/patience.ts';
import { connect, connectDatabase } from '../../shared/postgres/client.ts';
import { createAccount, createPerson, type Person } from '../../test/accounts.ts';
import { until } from '../../test/browser/until.ts';
import { type Call, call } from '../../test/call.ts';
import { resigned } from '../../test/tokens.ts';
import { openWire } from '../../test/wire.ts';

/**
 * The handlers reach their stores and the user pool through proxies; the pool's address is set before the first import.
 */
const postgres = await openWire(process.env.POSTGRES_URL ?? '');
const cognito = await openWire(process.env.CRUDDUR_COGNITO_ENDPOINT ?? '');
const { pathname: pool } = new URL(process.env.COGNITO_ISSUER ?? '');
const issuer = cognito.url + pool;
Object.assign(patience, deployedPatience);
connectDatabase(() => connect(postgres.url));
process.env.COGNITO_ISSUER = issuer;

const handlers = {
  checkUsersHealth: (await import('./check-users-health.ts')).handler,
  getMe: (await import('./get-me.ts')).handler,
  getUserShort: (await import('./get-user-short.ts')).handler,
  listHomeActivities: (await import('./list-home-activities.ts')).handler,
  registerMe: (await import('./register-me.ts')).handler,
  searchUsers: (await import('./search-users.ts')).handler,
  updateMe: (await import('./update-me.ts')).handler,
};
const ask = (name: OperationName & keyof typeof handlers, sent: Call = {}) =>
  call(handlers[name], name, sent);

/** Signed for the issuer that the handlers know, which is the address of the proxy. */
const through = ({ token }: Pick<Person, 'token'>) => ({ token: resigned(token, { iss: issuer }) });

const unavailable = { status: 503, errors: ['store_unavailable'], headers: { 'retry-after': '1' } };

afterAll(() => {
  postgres.close();
  cognito.close();
});

// First, because a container caches the keys forever.
test("without the user pool's keys any token gets 503", async () => {
  const ann = through(await createPerson('first_caller'));
  cognito.cut();
  expect(await ask('getMe', { as: ann })).toMatchObject(unavailable);
  cognito.silence();
  expect(await ask('getMe', { as: ann })).toMatchObject(unavailable);
  cognito.mend();
  expect((await ask('getMe', { as: ann })).status).toBe(200);
});

test('registering needs the user pool and recovers with it', async () => {
  const account = through(await createAccount('unlucky'));
  expect((await ask('getMe', { as: account })).status).toBe(409);
  cognito.cut();
  expect(await ask('registerMe', { as: account, body: {} })).toMatchObject(unavailable);
  cognito.mend();
});

test('the health check is ok with Postgres, and does not tell strangers what is down', async () => {
  expect(await healthOf(200)).toMatchObject({ body: { status: 'ok' } });
  postgres.cut();
  const down = await healthOf(503);
  expect(down).toMatchObject(unavailable);
  expect(JSON.stringify(down.body)).not.toMatch(/postgres/i);
  postgres.mend();
  await healthOf(200);
});

/** Polls the health check, whose answer is good for a second. */
const healthOf = (status: number) =>
  until(async () => {
    const answer = await ask('checkUsersHealth');
    return answer.status === status && answer;
  });

test('without Postgres every operation answers 503 and changes nothing', async () => {
  const ann = through(await createPerson('caller'));
  const asked: [OperationName & keyof typeof handlers, Call][] = [
    ['getMe', { as: ann }],
    ['searchUsers', { as: ann, query: { q: 'an' } }],
    ['updateMe', { as: ann, body: { display_name: 'Other' } }],
    ['registerMe', { as: ann, body: {} }],
    ['getUserShort', { params: { handle: '@caller' } }],
    ['listHomeActivities', {}],
  ];
  postgres.cut();
  const answers = await Promise.all(asked.map(([name, sent]) => ask(name, sent)));
  for (const answer of answers) expect(answer).toMatchObject(unavailable);
  postgres.mend();
  expect((await ask('getMe', { as: ann })).body).toMatchObject({ display_name: 'caller' });
});
