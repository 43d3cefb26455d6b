import { StoreUnavailable } from '../errors.ts';
import { connect, connectDatabase, query } from './client.ts';

// No statement in this file connects.
connectDatabase(() => connect('postgres://cruddur:cruddur@127.0.0.1:9/cruddur'));

const failingWith = (code: string) => {
  const error = Object.assign(new Error('the statement failed'), { code });
  return query(() => Promise.reject(error)).catch((thrown: unknown) => thrown);
};

test.each([
  ['08006', 'the connection failed'],
  ['53300', 'too many connections'],
  ['57014', 'the statement took too long'],
  ['57P01', 'the server is shut down'],
  ['CONNECTION_CLOSED', 'the connection ended'],
  ['CONNECT_TIMEOUT', 'the server does not answer'],
  ['ECONNREFUSED', 'nothing listens'],
  ['ENOTFOUND', 'the host is not known'],
  ['EAI_AGAIN', 'nobody can say whether the host is known'],
  ['ENETUNREACH', 'no way leads to the host'],
])('%s, %s, is an outage', async (code) => {
  expect(await failingWith(code)).toBeInstanceOf(StoreUnavailable);
});

test('an error of a statement passes through unchanged', async () => {
  expect(await failingWith('23505')).toMatchObject({ code: '23505' });
});
