import { DELETED_ACCOUNT, type UserShort } from '../contract/users.ts';
import { query } from './client.ts';

/** A user as operators see them. */
export interface Standing extends UserShort {
  email: string;
  cognito_user_id: string;
  /** Since when an operator keeps the user out. */
  disabled_at: Date | null;
  /** Since when an operator lets the user read only. */
  suspended_at: Date | null;
  /** Since when the account is deleted; names are then those that others see. */
  erased_at: Date | null;
}

/** The user with this handle or uuid, which must be valid; undefined if there is none. */
export async function findStanding(by: { handle: string } | { uuid: string }): Promise<Standing | undefined> {
  const [user] = await query(
    (sql) => sql<Standing[]>`
      select uuid, coalesce(handle, ${DELETED_ACCOUNT.handle}) as handle,
        coalesce(display_name, ${DELETED_ACCOUNT.display_name}) as display_name, coalesce(email, '') as email,
        cognito_user_id, disabled_at, suspended_at, erased_at from users
      where ${'uuid' in by ? sql`uuid = ${by.uuid}` : sql`handle = ${by.handle}`}`,
  );
  return user;
}

/** Keeps a user out, or lets them in again; functions know within a minute. Idempotent: the first time stays. */
export async function setDisabled(uuid: string, disabled: boolean): Promise<void> {
  await query(
    (sql) => sql`
      update users set disabled_at = ${disabled ? sql`coalesce(disabled_at, now())` : null}
      where uuid = ${uuid} and erased_at is null`,
  );
}

/** Lets a user read but not write, or write again; functions know within a minute. Idempotent: the first time stays. */
export async function setSuspended(uuid: string, suspended: boolean): Promise<void> {
  await query(
    (sql) => sql`
      update users set suspended_at = ${suspended ? sql`coalesce(suspended_at, now())` : null}
      where uuid = ${uuid} and erased_at is null`,
  );
}
