import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '../../client/client.ts';
import { createAccount, deleteAccount, signIn, type UserPool } from '../user-pool.ts';
import type { Site } from './site.ts';

/** A throw-away account and what it calls the API with. */
export interface Tester {
  handle: string;
  token: string;
  api: Client;
}

/** What an account is made of. The name ends in `.invalid`, which no mail can reach (RFC 2606). */
export function newAccount() {
  const handle = `smoke_${randomBytes(6).toString('hex')}`;
  // The pool asks for a small letter, a capital and a figure.
  const password = `aA1${randomBytes(24).toString('base64url')}`;
  return { handle, email: `${handle}@smoke.invalid`, display_name: 'Smoke test', password };
}

type NewAccount = ReturnType<typeof newAccount>;

/** Gets accounts, has the work done with them, and deletes them whatever came of it. */
export async function* withAccounts(
  userPool: UserPool,
  accounts: readonly NewAccount[],
  work: () => AsyncGenerator<string>,
): AsyncGenerator<string> {
  const failures: unknown[] = [];
  try {
    for (const account of accounts) await createAccount(userPool, account);
    yield* work();
  } catch (error) {
    failures.push(error);
  }
  // One that cannot be deleted does not keep the other, and no failure hides another.
  const deleted = await Promise.allSettled(accounts.map(({ email }) => deleteAccount(userPool, email)));
  failures.push(...deleted.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : [])));
  if (failures.length > 0) throw new AggregateError(failures, '');
}

/** Signs in as the page does. */
export async function enter(
  userPool: UserPool,
  { url, cognitoClientId }: Site,
  { handle, email, password }: NewAccount,
): Promise<Tester> {
  const token = await signIn(userPool, email, password, cognitoClientId);
  return { handle, token, api: createClient({ baseUrl: url, token: async () => token }) };
}
