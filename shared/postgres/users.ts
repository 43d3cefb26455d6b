import { v5 } from 'uuid';
import * as v from 'valibot';
import { isReservedHandle } from '../contract/reserved-names.ts';
import { Handle, type Me, type UserShort, type WhoMayWrite } from '../contract/users.ts';
import { AccountDisabled, EmailTaken, HandleInvalid, HandleTaken, Suspended } from '../errors.ts';
import { query } from './client.ts';

/** A user as the rest of the system knows them; `cognito_user_id` is the `sub` of their tokens. */
export interface NewUser {
  display_name: string;
  handle: string;
  email: string;
  cognito_user_id: string;
  /** `everyone` if absent. */
  who_may_write?: WhoMayWrite | undefined;
}

const handleSchema = Handle();

/** Parses a handle as typed, in any case, with or without `@`; undefined if it is invalid. */
export function parseHandle(written: string): Handle | undefined {
  const result = v.safeParse(handleSchema, written.trim().replace(/^@/, '').toLowerCase());
  return result.success ? result.output : undefined;
}

/**
 * The user of an account; undefined if there is none.
 *
 * @throws AccountDisabled if an operator has disabled the user.
 */
export async function findUserBySub(sub: string): Promise<Me | undefined> {
  const [user] = await query(
    (sql) => sql<(Me & Standing)[]>`
      select uuid, handle, display_name, email, who_may_write, disabled_at is not null as is_disabled,
        suspended_at is not null as is_suspended
      from users where cognito_user_id = ${sub}`,
  );
  return user && admitted(user);
}

/** What an operator has decided about the user. */
interface Standing {
  /** Kept out. */
  is_disabled: boolean;
  /** May read, but not write. */
  is_suspended: boolean;
}

function admitted<User extends Standing>({ is_disabled, is_suspended, ...user }: User) {
  if (is_disabled) throw new AccountDisabled();
  return { ...user, ...(is_suspended && { suspended: true as const }) };
}

/** The user of a handle, and the month in which they joined, in UTC. */
export async function findUserByHandle(
  handle: Handle,
): Promise<(UserShort & { joined: string }) | undefined> {
  const [user] = await query(
    (sql) => sql<(UserShort & { joined: string })[]>`
      select uuid, handle, display_name, to_char(created_at at time zone 'UTC', 'YYYY-MM') as joined
      from users where handle = ${handle}`,
  );
  return user;
}

/** A user with the version of their display name, for the rows that show it. */
export interface NamedUser extends UserShort {
  name_version: number;
}

/** Whom a first message is for. */
export type Receiver = NamedUser & Pick<Me, 'who_may_write'>;

/**
 * The two people of a first message, in one statement; either may be undefined, and both may be one person.
 *
 * @throws AccountDisabled, Suspended if an operator has disabled or suspended the sender.
 */
export async function findSenderAndReceiver(
  sub: string,
  handle: Handle | undefined,
): Promise<{ sender: NamedUser | undefined; receiver: Receiver | undefined }> {
  const users = await query(
    (sql) => sql<(Receiver & Standing & { is_sender: boolean })[]>`
      select uuid, handle, display_name, name_version, who_may_write, cognito_user_id = ${sub} as is_sender,
        disabled_at is not null as is_disabled, suspended_at is not null as is_suspended
      from users where cognito_user_id = ${sub} or handle = ${handle ?? null}`,
  );
  const found = users.find((user) => user.is_sender);
  const sender = found && admitted(found);
  if (sender?.suspended) throw new Suspended();
  return {
    sender,
    receiver: users.find((user) => user.handle === handle),
  };
}

/** The existing ones of these users, by uuid; all values must be uuids. Who has deleted their account is not among them. */
export async function findUsers(uuids: readonly string[]): Promise<Map<string, NamedUser>> {
  const users = await query(
    (sql) => sql<NamedUser[]>`
      select uuid, handle, display_name, name_version from users
      where uuid = any(${`{${uuids.join()}}`}::text::uuid[]) and erased_at is null`,
  );
  return new Map(users.map((user) => [user.uuid, user]));
}

/**
 * Up to 20 users whose handle or a word of whose display name begins with `beginning`, in any case, with or without
 * accents, those by handle first.
 *
 * Two ranges of two indexes, each read as far as the limit: one condition with `or` would walk the handles from the
 * first letter on. A range and not `like`, because a plan for any value cannot turn a pattern into a range.
 */
export async function searchUsers(beginning: string, exceptUuid: string): Promise<UserShort[]> {
  return query(
    // Postgres brings both sides into one form: in some scripts JavaScript does it differently.
    (sql) => sql<UserShort[]>`
      with by_handle as (
        select uuid, handle, display_name from users
        where handle ~>=~ lower(${beginning}) and handle ~<~ (lower(${beginning}) || ${LAST_CODE_POINT})
        order by handle using ~<~ limit ${SEARCH_LIMIT + 1}
      ), by_name as (
        select user_uuid, handle, display_name from searched_names
        where rest ~>=~ search_form(${beginning}) and rest ~<~ (search_form(${beginning}) || ${LAST_CODE_POINT})
          and search_form(${beginning}) <> ''
        order by rest using ~<~ limit ${SEARCH_LIMIT * 2 + 1}
      )
      select uuid, handle, display_name
      from (select *, 1 as place from by_handle union all select *, 2 from by_name) found
      where uuid <> ${exceptUuid}
      group by uuid, handle, display_name
      order by min(place), handle limit ${SEARCH_LIMIT}`,
  );
}

const SEARCH_LIMIT = 20;
/** Sorts after every character of a name. */
const LAST_CODE_POINT = '\u{10ffff}';

/** The namespace of user uuids. It must never change: a lost row comes back under the uuid that it had. */
const USER_NAMESPACE = '5d0f6a1e-3b52-4c0b-8f5e-2a7c9d416e37';

/**
 * Inserts a user. Idempotent: for the same account it returns the existing user. The uuid derives from the account:
 * after a lost row, the person gets their conversations back.
 *
 * @throws HandleTaken, EmailTaken if another account has it, or if the handle is reserved.
 * @throws HandleInvalid if the handle is invalid.
 */
export async function insertUser({
  display_name,
  handle,
  email,
  cognito_user_id,
  who_may_write = 'everyone',
}: NewUser): Promise<Me> {
  const parsed = parseHandle(handle);
  if (!parsed) throw new HandleInvalid();
  if (isReservedHandle(parsed)) return findOr(cognito_user_id, new HandleTaken());
  // A broken constraint would be an error, and Postgres logs its values.
  const [inserted] = await query(
    (sql) => sql<Me[]>`
      insert into users (uuid, display_name, handle, email, cognito_user_id, who_may_write)
      select ${v5(cognito_user_id, USER_NAMESPACE)}, ${display_name}, ${parsed}, ${email}, ${cognito_user_id}, ${who_may_write}
      where not is_retired(${parsed})
      on conflict do nothing
      returning uuid, handle, display_name, email, who_may_write`,
  );
  if (inserted) return inserted;
  return findOr(cognito_user_id, (await isTaken(parsed)) ? new HandleTaken() : new EmailTaken());
}

async function isTaken(handle: Handle): Promise<boolean> {
  const [found] = await query(
    (sql) => sql<{ is_taken: boolean }[]>`
      select is_retired(${handle}) or exists (select 1 from users where handle = ${handle}) as is_taken`,
  );
  return found?.is_taken ?? false;
}

/** The existing user of the account. @throws the refusal if there is none. */
async function findOr(sub: string, refusal: Error): Promise<Me> {
  const present = await findUserBySub(sub);
  if (!present) throw refusal;
  return present;
}

/** What a user may change of their profile; what is absent stays. */
export interface ProfileChange {
  display_name?: string | null | undefined;
  who_may_write?: WhoMayWrite | null | undefined;
}

/**
 * Changes a user's profile, and raises the version of a display name that changes; undefined if there is no such user.
 *
 * @throws AccountDisabled if an operator has disabled the user.
 * @throws Suspended if an operator has suspended them and others would see the change.
 */
export async function updateProfile(
  sub: string,
  { display_name: name = null, who_may_write = null }: ProfileChange,
): Promise<(Me & Pick<NamedUser, 'name_version'>) | undefined> {
  const [user] = await query(
    (sql) => sql<(Me & Pick<NamedUser, 'name_version'> & Standing)[]>`
      update users set display_name = coalesce(${name}::text, display_name),
        name_version = name_version + (coalesce(${name}::text, display_name) <> display_name)::integer,
        who_may_write = coalesce(${who_may_write}::text, who_may_write)
      where cognito_user_id = ${sub} and disabled_at is null and (suspended_at is null or ${name}::text is null)
      returning uuid, handle, display_name, email, who_may_write, name_version, false as is_disabled,
        suspended_at is not null as is_suspended`,
  );
  if (!user && (await findUserBySub(sub))) throw new Suspended();
  return user && admitted(user);
}
