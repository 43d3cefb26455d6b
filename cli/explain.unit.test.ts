import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { StoreUnavailable } from '../shared/errors.ts';
import { CommandFailed } from './errors.ts';
import { explain } from './explain.ts';
import { type Place, placeOf } from './place.ts';
import { listAccounts, localUserPool, PATIENCE_MS, signIn } from './user-pool.ts';

const local = placeOf({});
const prod: Place = placeOf({ stage: 'prod', region: 'eu-central-1' });

const refused = (address: string, port: number) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), {
    code: 'ECONNREFUSED',
    address,
    port,
  });

test('a CommandFailed prints its own sentence', () => {
  expect(explain(new CommandFailed('There is no table x.'), local)).toEqual(['There is no table x.']);
});

test('an unreachable local store asks whether the local cloud runs', () => {
  const lines = explain(new StoreUnavailable({ cause: refused('127.0.0.1', 8010) }), local);
  expect(lines).toContain('connect ECONNREFUSED 127.0.0.1:8010');
  expect(lines.at(-1)).toMatch(
    /^Nothing answers at 127\.0\.0\.1:8010\. Is the local cloud running \(bin\/cruddur/,
  );
});

test('an unreachable stage database does not mention the local cloud and tells how to connect', () => {
  const last = explain(refused('10.20.0.7', 5432), prod).at(-1);
  expect(last).toContain('Nothing answers at 10.20.0.7:5432.');
  expect(last).toContain('rds update-sg-rule --stage prod');
  expect(last).toContain('CRUDDUR_POSTGRES_URL');
  expect(last).not.toContain('local cloud');
});

test('every address of an unreachable host is named', () => {
  const both = new AggregateError([refused('::1', 5432), refused('127.0.0.1', 5432)]);
  expect(explain(both, local).join(' ')).toMatch(/at ::1:5432(.*)at 127\.0\.0\.1:5432/);
});

test('a frozen user pool ends a command after 10 s, with where to look', async () => {
  expect(PATIENCE_MS).toBe(10_000);
  const frozen = createServer().listen(0, '127.0.0.1');
  await once(frozen, 'listening');
  const { port } = frozen.address() as AddressInfo;
  const pool = localUserPool({ cognitoEndpoint: `http://127.0.0.1:${port}`, accessKeyId: 'local' }, 50);
  const outcomes = await Promise.allSettled([signIn(pool, 'a@example.com', 'Secret'), listAccounts(pool)]);
  frozen.close();
  for (const outcome of outcomes) {
    const lines = outcome.status === 'rejected' ? explain(outcome.reason, local) : [];
    expect(lines.at(-1)).toMatch(/^Is the local cloud running/);
  }
});

test.each([
  ['CredentialsProviderError', 'Could not load credentials from any providers'],
  ['ExpiredTokenException', 'The security token included in the request is expired'],
])('%s says what to set and where credentials were searched', (name, message) => {
  const [first, hint] = explain(Object.assign(new Error(message), { name }), prod);
  expect(first).toBe(message);
  for (const place of ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', '~/.aws/config', '~/.aws/credentials'])
    expect(hint).toContain(place);
});
