import { randomUUID } from 'node:crypto';
import { query } from '../../shared/postgres/client.ts';
import {
  type Account,
  changeEmail,
  createAccount,
  createPerson,
  deleteAccount,
  endings,
} from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { forged } from '../../test/tokens.ts';
import { handler as getMe } from './get-me.ts';
import { handler as registerMe } from './register-me.ts';

/**
 * Every state that an account and its user can be in, and what a person with a token is told. The page has a way on
 * or out of each: `require-user.tsx` and `choose-handle-page.tsx`.
 */
type State = () => Promise<Pick<Account, 'token'>>;
const newHandle = () => `state_${randomUUID().slice(0, 8)}`;
const account = () => createAccount(newHandle());

const states: [string, State, me: string, register: string][] = [
  ['an account with its user', () => createPerson(newHandle()), '200', '200'],
  ['an account without a user', account, '409 user_not_registered', '200'],
  [
    'an account whose address is not verified',
    async () => {
      const unverified = await account();
      await changeEmail(unverified, `${newHandle()}@example.test`, false);
      return unverified;
    },
    '409 user_not_registered',
    '409 email_not_verified',
  ],
  [
    'an account whose handle somebody else has',
    async () => {
      const { handle } = await createPerson(newHandle());
      return createAccount(handle);
    },
    '409 user_not_registered',
    '409 handle_taken',
  ],
  [
    'an account whose handle is reserved',
    () => createAccount('admin'),
    '409 user_not_registered',
    '409 handle_taken',
  ],
  [
    'an account whose handle is none',
    () => createAccount('No!'),
    '409 user_not_registered',
    '422 handle_invalid',
  ],
  [
    'an account that was made again after its deletion',
    async () => {
      const ann = await createPerson(newHandle());
      await deleteAccount(ann);
      const again = await account();
      await changeEmail(again, ann.email, true);
      return again;
    },
    '409 user_not_registered',
    '409 email_taken',
  ],
  [
    'a user whom an operator keeps out',
    async () => {
      const ann = await createPerson(newHandle());
      await query((sql) => sql`update users set disabled_at = now() where uuid = ${ann.uuid}`);
      return ann;
    },
    '403 account_disabled',
    '403 account_disabled',
  ],
  [
    'an account that is disabled in the user pool',
    async () => {
      const ann = await account();
      await endings['disabling the account'](ann);
      return ann;
    },
    '403 account_disabled',
    '403 account_disabled',
  ],
  [
    'a session that was signed out',
    async () => {
      const ann = await account();
      await endings['signing out everywhere'](ann);
      return ann;
    },
    '401 unauthenticated',
    '401 unauthenticated',
  ],
  [
    'an account that was deleted',
    async () => {
      const ann = await account();
      await deleteAccount(ann);
      return ann;
    },
    '401 unauthenticated',
    '401 unauthenticated',
  ],
  [
    'no account at all',
    async () => ({ token: forged((await account()).token) }),
    '401 unauthenticated',
    '401 unauthenticated',
  ],
];

test.each(states)('%s is told what it is', async (_, state, me, register) => {
  const as = await state();
  const told = async (answer: { status: number; errors?: readonly string[] }) =>
    [answer.status, ...(answer.errors ?? [])].join(' ');
  expect(await told(await call(getMe, 'getMe', { as }))).toBe(me);
  expect(await told(await call(registerMe, 'registerMe', { as, body: {} }))).toBe(register);
});
