import { findLinks, type Link, replaceAccount, updateEmail } from '../../shared/postgres/accounts.ts';
import type { Account } from '../user-pool.ts';

/** A change that brings a user's row in line with the user pool. */
export interface Change {
  kind: 'account' | 'address';
  link: Link;
  account: Account;
}

export interface Plan {
  changes: Change[];
  /** Skipped accounts and the reasons; without addresses. */
  notes: string[];
}

/** Accounts per statement. */
const MAX_ACCOUNTS = 500;

/**
 * Compares every account of the user pool with the users. It writes nothing.
 *
 * A row moves to another account only if its own was deleted from the pool and the other is confirmed under the same
 * verified address. A row whose account exists keeps it and takes its address.
 */
export async function planLinks(accounts: readonly Account[]): Promise<Plan> {
  const faults = new Map(accounts.map((account) => [account, fault(account)]));
  const trusted = accounts.filter((account) => !faults.get(account));
  const pool: Pool = {
    living: new Set(accounts.map(({ sub }) => sub)),
    byAddress: Map.groupBy(trusted, addressOf),
  };
  const found: (Change | string | undefined)[] = [];
  for (let from = 0; from < trusted.length; from += MAX_ACCOUNTS) {
    const some = trusted.slice(from, from + MAX_ACCOUNTS);
    const links = await findLinks(
      some.map(({ email }) => email),
      some.map(({ sub }) => sub),
    );
    found.push(...some.map((account) => compare(account, links, pool)));
  }
  const skipped = [...faults].flatMap(([{ sub }, why]) =>
    why ? [`Skipped the account ${printable(sub)}: ${why}.`] : [],
  );
  return {
    changes: found.filter((one) => typeof one === 'object'),
    notes: [...skipped, ...found.filter((one) => typeof one === 'string')],
  };
}

/** Applies the plan, skipping rows that changed since. @returns the changes not applied. */
export async function applyLinks(changes: readonly Change[]): Promise<string[]> {
  const failed: string[] = [];
  for (const { kind, link, account } of changes) {
    const done =
      kind === 'address'
        ? await updateEmail(account.sub, account.email)
        : await replaceAccount(link, account.sub);
    if (!done) failed.push(`The ${kind} of @${link.handle} could not be changed: another user has it.`);
  }
  return failed;
}

/** A change in words, without addresses. */
export const describe = ({ kind, link, account }: Change) =>
  kind === 'address'
    ? `@${link.handle} has a new address.`
    : `@${link.handle}: the account ${printable(link.cognito_user_id)} no longer exists; ${account.sub} replaces it.`;

interface Pool {
  /** The ids of all accounts, trusted or not. */
  living: ReadonlySet<string>;
  byAddress: ReadonlyMap<string, Account[]>;
}

/** A change, a note, or undefined if the row is up to date. */
function compare(account: Account, links: readonly Link[], pool: Pool): Change | string | undefined {
  const own = links.find((link) => link.cognito_user_id === account.sub);
  if (own) return own.email === account.email ? undefined : { kind: 'address', link: own, account };
  const link = links.find((one) => addressOf(one) === addressOf(account));
  if (!link) return `No user has the e-mail address of the account ${account.sub}.`;
  if (pool.living.has(link.cognito_user_id))
    return `@${link.handle} keeps their account; the account ${account.sub} has their former address.`;
  if (pool.byAddress.get(addressOf(account))?.length !== 1)
    return `Several accounts have the address of @${link.handle}, among them ${account.sub}.`;
  return { kind: 'account', link, account };
}

const addressOf = ({ email }: { email: string }) => email.toLowerCase();

/** Why an account is not trusted; undefined if it is. */
function fault({ sub, email, email_verified, status }: Account): string | undefined {
  if (isOdd(sub) || isOdd(email) || !email.includes('@')) return 'its address or id is malformed';
  if (status !== 'CONFIRMED') return `it is ${printable(status)}`;
  if (!email_verified) return 'its address is not verified';
  return undefined;
}

/** Empty, or with control or format characters, which are unsafe for Postgres and terminals. */
const isOdd = (text: string) =>
  text === '' || !text.isWellFormed() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');
