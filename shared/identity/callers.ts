import { BoundedMap } from '../bounded-map.ts';
import type { UserShort } from '../contract/users.ts';
import { StoreUnavailable, UserNotRegistered } from '../errors.ts';
import { findUserBySub } from '../postgres/users.ts';

const FRESH_MS = 60_000;
const MAX_CALLERS = 10_000;

const known = new BoundedMap<string, { caller: UserShort; since: number }>(MAX_CALLERS);

/**
 * The user of a verified `sub`, cached in the container's memory. Uuid and handle never change; the display name may,
 * and an operator may disable the user, so the entry is refreshed after a minute, or kept while Postgres is down.
 *
 * @throws UserNotRegistered if the account has no user yet; not cached.
 * @throws AccountDisabled if an operator has disabled the user.
 * @throws StoreUnavailable if Postgres is down and the caller was not seen before.
 */
export async function getCaller(sub: string): Promise<UserShort> {
  const remembered = known.get(sub);
  if (remembered && Date.now() - remembered.since < FRESH_MS) return remembered.caller;
  try {
    return await getCallerAfresh(sub);
  } catch (error) {
    if (remembered && error instanceof StoreUnavailable) return remembered.caller;
    throw error;
  }
}

/** The same without the cache, for rare calls. */
export async function getCallerAfresh(sub: string): Promise<UserShort> {
  const caller = await findUserBySub(sub);
  if (!caller) throw new UserNotRegistered();
  return rememberCaller(sub, caller);
}

/** Caches a user that another statement has read or written. */
export function rememberCaller(sub: string, { uuid, handle, display_name }: UserShort): UserShort {
  const caller = { uuid, handle, display_name };
  known.set(sub, { caller, since: Date.now() });
  return caller;
}
