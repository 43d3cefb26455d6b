import { AccountDisabled } from '../errors.ts';
import { query } from './client.ts';

/**
 * The uuid of the user of an account that may be erased, or that is erased already; undefined if there is none.
 *
 * @throws AccountDisabled if an operator has disabled the user.
 */
export async function findErasable(sub: string): Promise<string | undefined> {
  const [user] = await query(
    (sql) => sql<{ uuid: string; is_disabled: boolean }[]>`
      select uuid, disabled_at is not null and erased_at is null as is_disabled
      from users where cognito_user_id = ${sub}`,
  );
  if (user?.is_disabled) throw new AccountDisabled();
  return user?.uuid;
}

/** Forgets a user, but for the uuid and the account's id, in one transaction; idempotent. */
export async function eraseUser(sub: string): Promise<void> {
  await query((sql) => sql`select erase_user(${sub})`);
}

/** Which of these users have deleted their account; all values must be uuids. */
export async function findErased(uuids: readonly string[]): Promise<Set<string>> {
  const erased = await query(
    (sql) => sql<{ uuid: string }[]>`
      select uuid from users
      where uuid = any(${`{${uuids.join()}}`}::text::uuid[]) and erased_at is not null`,
  );
  return new Set(erased.map(({ uuid }) => uuid));
}
