import { forgetConnection, listConnections } from '../../shared/dynamo/connections.ts';
import { removeSubscriptions } from '../../shared/dynamo/push-subscriptions.ts';
import { findStanding, type Standing, setDisabled, setSuspended } from '../../shared/postgres/standing.ts';
import { parseHandle } from '../../shared/postgres/users.ts';
import { pseudonymOf } from '../../shared/pseudonym.ts';
import { CommandFailed } from '../errors.ts';
import {
  disableAccount,
  enableAccount,
  endSessions,
  findAccountStatus,
  type UserPool,
} from '../user-pool.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The user whom an operator names by handle, with or without the @, or by uuid. */
export async function findPerson(written: string): Promise<Standing> {
  const person = await findAnybody(written);
  if (person.erased_at) throw new CommandFailed('The account of this user is deleted.');
  return person;
}

/** As {@link findPerson}, also somebody whose account is deleted. */
export async function findAnybody(written: string): Promise<Standing> {
  const handle = parseHandle(written);
  const by = UUID.test(written) ? { uuid: written } : handle && { handle };
  const person = by && (await findStanding(by));
  if (!person) throw new CommandFailed(`No user has the handle or uuid ${written}.`);
  return person;
}

/**
 * Keeps somebody out: their requests are refused within a minute, their WebSockets and devices get nothing more, and they
 * cannot sign in. Postgres comes first, so that whatever fails afterwards, nothing is open; the command can be repeated.
 *
 * @returns whether the user pool has an account of theirs.
 */
export async function ban({ uuid, cognito_user_id }: Standing, userPool: UserPool): Promise<boolean> {
  await setDisabled(uuid, true);
  const hasAccount =
    (await disableAccount(userPool, cognito_user_id)) && (await endSessions(userPool, cognito_user_id));
  await forgetConnections(uuid);
  await removeSubscriptions(uuid);
  return hasAccount;
}

/** Lets somebody in again, with a new sign-in. @returns whether the user pool has an account of theirs. */
export async function unban({ uuid, cognito_user_id }: Standing, userPool: UserPool): Promise<boolean> {
  const hasAccount = await enableAccount(userPool, cognito_user_id);
  await setDisabled(uuid, false);
  return hasAccount;
}

/**
 * Keeps somebody from writing: sends, edits, reactions and new names are refused within a minute. Their WebSockets are
 * forgotten, so that the page opens new ones, which tell nobody that they type.
 */
export async function suspend({ uuid }: Standing): Promise<void> {
  await setSuspended(uuid, true);
  await forgetConnections(uuid);
}

/** Lets somebody write again. */
export async function unsuspend({ uuid }: Standing): Promise<void> {
  await setSuspended(uuid, false);
  await forgetConnections(uuid);
}

async function forgetConnections(uuid: string): Promise<void> {
  await Promise.all((await listConnections(uuid)).map(forgetConnection));
}

/** What an operator needs to know of somebody, without the address in full. */
export async function describePerson(person: Standing, userPool: UserPool, logKey: string) {
  const { uuid, handle, display_name, email, cognito_user_id, disabled_at, suspended_at, erased_at } = person;
  const [account, connections] = await Promise.all([
    findAccountStatus(userPool, cognito_user_id),
    listConnections(uuid),
  ]);
  return {
    handle,
    display_name,
    address: erased_at ? 'none' : masked(email),
    account: account ?? 'none',
    deleted_since: erased_at?.toISOString() ?? null,
    banned_since: erased_at ? null : (disabled_at?.toISOString() ?? null),
    suspended_since: suspended_at?.toISOString() ?? null,
    open_sockets: connections.length,
    uuid,
    in_the_log: pseudonymOf(logKey, cognito_user_id),
  };
}

/** `b***@e***`, as Cognito shows an address: enough to compare it with one that is known. */
const masked = (email: string) => {
  const [name = '', domain = ''] = email.split('@');
  return `${[...name][0] ?? ''}***@${[...domain][0] ?? ''}***`;
};
