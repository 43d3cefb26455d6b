import { randomUUID } from 'node:crypto';
import { findUserBySub, insertUser } from '../../shared/postgres/users.ts';
import type { Account } from '../user-pool.ts';
import { applyLinks, planLinks } from './link-accounts.ts';

let count = 0;
const account = (change: Partial<Account> = {}): Account => {
  const name = `vica_${++count}`;
  const verified = { email_verified: true, status: 'CONFIRMED' };
  return { handle: name, email: `${name}@example.test`, sub: randomUUID(), ...verified, ...change };
};

/** A user whose row names the account. */
async function register({ handle, email, sub }: Account): Promise<Account> {
  await insertUser({ display_name: handle, handle, email, cognito_user_id: sub });
  return { handle, email, sub, email_verified: true, status: 'CONFIRMED' };
}

/** Plans and applies the links without confirmation. @returns the notes. */
async function link(pool: Account[]): Promise<string> {
  const { changes, notes } = await planLinks(pool);
  return [...notes, ...(await applyLinks(changes))].join('\n');
}

const whoIs = async ({ sub }: Account) => (await findUserBySub(sub))?.handle;

test('a user whose account was deleted gets the account confirmed under their address', async () => {
  const gone = await register(account());
  const present = account({ email: gone.email.toUpperCase() });
  expect(await link([present])).toBe('');
  expect(await whoIs(present)).toBe(gone.handle);
  expect(await whoIs(gone)).toBeUndefined();
});

test('a user with a changed address keeps their account, even if another account takes the old address', async () => {
  const before = await register(account());
  const moved = { ...before, email: `new.${before.email}` };
  const newcomer = account({ email: before.email });
  expect(await link([newcomer, moved])).toContain(`@${before.handle} keeps their account`);
  expect(await findUserBySub(before.sub)).toMatchObject({ handle: before.handle, email: moved.email });
  expect(await whoIs(newcomer)).toBeUndefined();
  // The old address is free now.
  await register(newcomer);
  expect(await whoIs(newcomer)).toBe(newcomer.handle);
});

test.each<[string, Partial<Account>]>([
  ['not confirmed', { status: 'UNCONFIRMED' }],
  ['of an address that nobody verified', { email_verified: false }],
])('an account that is %s is linked to no user, even if the old account was deleted', async (_, change) => {
  const gone = await register(account());
  const present = account({ email: gone.email, ...change });
  expect(await link([present])).toContain(`Skipped the account ${present.sub}`);
  expect(await whoIs(gone)).toBe(gone.handle);
});

test('two accounts with the same address are both skipped', async () => {
  const gone = await register(account());
  const pool = [account({ email: gone.email }), account({ email: gone.email.toUpperCase() })];
  expect(await link(pool)).toMatch(/Several accounts.*\nSeveral accounts/);
  expect(await whoIs(gone)).toBe(gone.handle);
});

test('malformed accounts are skipped', async () => {
  const gone = await register(account());
  const odd = ['nul\u0000@example.test', '', 'no address', '\ud800@example.test', 'a\u001b[2J@example.test'];
  const present = account({ email: gone.email });
  const notes = await link([
    ...odd.map((email) => account({ email })),
    account({ sub: 'a\u0000b' }),
    present,
  ]);
  expect(notes.match(/Skipped the account/g)).toHaveLength(6);
  expect(notes).not.toMatch(/[^\x20-\x7e\n]/);
  expect(await whoIs(present)).toBe(gone.handle);
});

test('an account that has a user gets no second one', async () => {
  const gone = await register(account());
  const present = await register(account());
  await link([{ ...present, email: gone.email }]);
  expect(await whoIs(present)).toBe(present.handle);
  expect(await whoIs(gone)).toBe(gone.handle);
});

test('a planned change is skipped if the row changed meanwhile', async () => {
  const gone = await register(account());
  const [one, other] = [account({ email: gone.email }), account({ email: gone.email })];
  const plans = await Promise.all([planLinks([one]), planLinks([other])]);
  expect(await applyLinks(plans[0].changes)).toEqual([]);
  expect(await applyLinks(plans[1].changes)).toHaveLength(1);
  expect(await whoIs(one)).toBe(gone.handle);
});

test('more accounts than one statement takes', async () => {
  const gone = await register(account());
  const present = account({ email: gone.email });
  const pool = [...Array.from({ length: 1100 }, () => account()), present];
  expect((await link(pool)).match(/No user has the e-mail address/g)).toHaveLength(1100);
  expect(await whoIs(present)).toBe(gone.handle);
});
