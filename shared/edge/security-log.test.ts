import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { createStranger, endings, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { connectEvent } from '../../test/socket-events.ts';
import { forged, resigned, unsigned } from '../../test/tokens.ts';
import { pseudonymOf } from '../pseudonym.ts';

Object.assign(process.env, { CRUDDUR_LOG: 'on', CRUDDUR_LOG_KEY: 'the key of this test' });
const { handler: listMessageGroups } = await import('../../services/messaging/list-message-groups.ts');
const { handler: connect } = await import('../../services/stream/connect.ts');
const { handler: postConfirmation } = await import('../../services/users/post-confirmation.ts');
const { handler: getUserShort } = await import('../../services/users/get-user-short.ts');

/** The lines that `work` writes into the log. */
async function logOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await work();
    return written.mock.calls.map(([line]) => JSON.parse(String(line)));
  } finally {
    written.mockRestore();
  }
}

const list = (token: string | undefined) =>
  logOf(() =>
    call(listMessageGroups, 'listMessageGroups', token === undefined ? {} : { as: { token } as Person }),
  );
const nameOf = ({ sub }: Person) => pseudonymOf('the key of this test', sub);

/** A minute later, when functions ask the user pool again. */
function aMinuteLater(): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
}
afterEach(() => jest.restoreAllMocks());

test('a request says who made it by a keyed hash, and nothing else of them', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  const lines = [...(await list(ann.token)), ...(await list(ann.token)), ...(await list(ben.token))];
  expect(lines.map(({ caller }) => caller)).toEqual([nameOf(ann), nameOf(ann), nameOf(ben)]);
  expect(nameOf(ann)).toMatch(/^[0-9a-f]{16}$/);
  expect(nameOf(ann)).not.toBe(pseudonymOf('another key', ann.sub));
  for (const secret of [ann.sub, ann.uuid, ann.email, ann.handle, ann.token])
    expect(JSON.stringify(lines)).not.toContain(secret);
});

test.each<[string, (token: string) => string | undefined, string]>([
  ['none', () => undefined, 'NoToken'],
  ['an unsigned one', unsigned, 'Unreadable'],
  ['an expired one', (token) => resigned(token, { exp: 1, iat: 0 }), 'Expired'],
  ['one of another pool', (token) => resigned(token, { iss: 'https://pool.example' }), 'OtherIssuer'],
  ['one with a strange claim', (token) => resigned(token, { token_use: 'id' }), 'OddToken'],
  ['one of another key', (token) => forged(token), 'WrongSignature'],
])('a refused token is logged with the reason: %s', async (_, change, reason) => {
  const ann = await createStranger();
  const [line] = await list(change(ann.token));
  expect(line).toMatchObject({ status: 401, error_codes: ['unauthenticated'], reason });
  // Whose it would be is only a claim.
  expect(line?.caller).toBeUndefined();
});

test('a sign-up with a taken handle or address, which anybody can make, logs no failure and raises no alarm', async () => {
  const { handle, email } = await createStranger();
  const signUpAs = (taken: Record<string, string>) => {
    const userAttributes = { sub: randomUUID(), email_verified: 'true', ...taken };
    const event = {
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      userName: 'x',
      request: { userAttributes },
    };
    return postConfirmation(event as unknown as PostConfirmationTriggerEvent);
  };
  const refused = async () => {
    const free = { email: 'another@example.test', preferred_username: 'another_one' };
    await expect(signUpAs({ ...free, preferred_username: handle })).rejects.toThrow();
    await expect(signUpAs({ ...free, email })).rejects.toThrow();
  };
  expect(await logOf(refused)).toEqual([]);
});

test('an ended session and a disabled account are logged with who it was', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  await endings['signing out'](ann);
  await endings['disabling the account'](ben);
  aMinuteLater();
  expect(await list(ann.token)).toEqual([
    expect.objectContaining({ status: 401, reason: 'NotAuthorizedException', caller: nameOf(ann) }),
  ]);
  expect(await list(ben.token)).toEqual([
    expect.objectContaining({ status: 403, error_codes: ['account_disabled'], caller: nameOf(ben) }),
  ]);
});

test('a WebSocket that is opened or refused is logged in the same way', async () => {
  const ann = await createStranger();
  const open = (...offered: string[]) => logOf(() => connect(connectEvent(randomUUID(), offered)));
  expect(await open('cruddur.v1', ann.token)).toEqual([expect.objectContaining({ caller: nameOf(ann) })]);
  expect(await open('cruddur.v1')).toEqual([expect.objectContaining({ status: 401, reason: 'NoToken' })]);
});

test('a public request names nobody', async () => {
  const ann = await createStranger();
  const [line] = await logOf(() => call(getUserShort, 'getUserShort', { params: { handle: ann.handle } }));
  expect(line).toMatchObject({ status: 200 });
  expect(line).not.toHaveProperty('caller');
  expect(JSON.stringify(line)).not.toContain(ann.handle);
});
