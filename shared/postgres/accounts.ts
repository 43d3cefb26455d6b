import type { UserShort } from '../contract/users.ts';
import { query } from './client.ts';

/** The link from a user's row to an account: `cognito_user_id` is the account's `sub`. */
export type Link = Pick<UserShort, 'uuid' | 'handle'> & { email: string; cognito_user_id: string };

/**
 * The users who have one of these addresses, without regard to case, or one of these account ids. No value may have a
 * NUL, which Postgres cannot read.
 */
export function findLinks(emails: readonly string[], subs: readonly string[]): Promise<Link[]> {
  return query(
    (sql) => sql<Link[]>`
      select uuid, handle, email, cognito_user_id from users
      where erased_at is null and (lower(email) in (select lower(value) from jsonb_array_elements_text(${JSON.stringify(emails)}::text::jsonb))
        or cognito_user_id in (select value from jsonb_array_elements_text(${JSON.stringify(subs)}::text::jsonb)))`,
  );
}

/**
 * Links a user's row to another account, if it still names the one that was read.
 *
 * @returns whether it was done; not if the account has a row already.
 */
export async function replaceAccount({ uuid, cognito_user_id }: Link, sub: string): Promise<boolean> {
  const { count } = await query(
    (sql) => sql`
      update users set cognito_user_id = ${sub}
      where uuid = ${uuid} and cognito_user_id = ${cognito_user_id}
        and not exists (select 1 from users where cognito_user_id = ${sub})`,
  );
  return count === 1;
}

/**
 * Keeps a user's address in step with the account's, which the user pool has verified.
 *
 * @returns whether it was changed; not if it is the same, or if another row still has it.
 */
export async function updateEmail(sub: string, email: string): Promise<boolean> {
  const { count } = await query(
    (sql) => sql`
      update users set email = ${email}
      where cognito_user_id = ${sub} and email <> ${email} and not exists (
        select 1 from users where lower(email) = lower(${email}) and cognito_user_id <> ${sub}
      )`,
  );
  return count === 1;
}
