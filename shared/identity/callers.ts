import { BoundedMap } from '../bounded-map.ts';
import type { UserShort } from '../contract/users.ts';
import { StoreUnavailable, Suspended, UserNotRegistered } from '../errors.ts';
import { findUserBySub } from '../postgres/users.ts';

const FRESH_MS = 60_000;
const MAX_CALLERS = 10_000;

/** Who asks; `suspended` if an operator lets them read, but not write. */
export type Caller = UserShort & { suspended?: true | undefined };

const known = new BoundedMap<string, { caller: Caller; since: number }>(MAX_CALLERS);

/**
 * The user of a verified `sub`, cached in the container's memory. Uuid and handle never change; the display name may,
 * and an operator may disable or suspend the user, so the entry is refreshed after a minute, or kept while Postgres is down.
 *
 * @throws UserNotRegistered if the account has no user yet; not cached.
 * @throws AccountDisabled if an operator has disabled the user.
 * @throws StoreUnavailable if Postgres is down and the caller was not seen before.
 */
export async function getCaller(sub: string): Promise<Caller> {
  const remembered = known.get(sub);
  if (remembered && Date.now() - remembered.since < FRESH_MS) return remembered.caller;
  try {
    return await getCallerAfresh(sub);
  } catch (error) {
    if (remembered && error instanceof StoreUnavailable) return remembered.caller;
    throw error;
  }
}

/**
 * The same, for what others will see: messages, their changes, reactions. It costs no more than {@link getCaller}.
 *
 * @throws Suspended
 */
export async function getWriter(sub: string): Promise<Caller> {
  const caller = await getCaller(sub);
  if (caller.suspended) throw new Suspended();
  return caller;
}

/** As {@link getCaller} without the cache, for rare calls. */
export async function getCallerAfresh(sub: string): Promise<Caller> {
  const caller = await findUserBySub(sub);
  if (!caller) throw new UserNotRegistered();
  return rememberCaller(sub, caller);
}

/** Caches a user that another statement has read or written. */
export function rememberCaller(sub: string, { uuid, handle, display_name, suspended }: Caller): Caller {
  const caller = { uuid, handle, display_name, ...(suspended && { suspended }) };
  known.set(sub, { caller, since: Date.now() });
  return caller;
}
