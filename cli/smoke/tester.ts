import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '../../client/client.ts';
import { createAccount, deleteAccount, signIn, type UserPool } from '../user-pool.ts';
import type { Site } from './site.ts';

/** A throw-away account and its API client. */
export interface Tester {
  handle: string;
  token: string;
  api: Client;
}

/** A new account's data. The address ends in `.invalid`, which no mail can reach (RFC 2606). */
export function newAccount() {
  const handle = `smoke_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  return { handle, email: `${handle}@smoke.invalid`, display_name: 'Smoke test', password };
}

type NewAccount = ReturnType<typeof newAccount>;

/** Creates accounts, does the work with them, and always deletes them. */
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
  // A failed deletion neither stops the other nor hides an earlier failure.
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
