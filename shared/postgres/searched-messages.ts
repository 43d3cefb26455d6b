import { StoreUnavailable } from '../errors.ts';
import { type WantedWord, wantedWords } from '../message-words.ts';
import { query } from './client.ts';

/** A message in its group, as one member may find it. */
export interface SearchedMessage {
  member_uuid: string;
  message_group_uuid: string;
  /** The message's cursor. */
  place: string;
  /** 0 of a message that never changed. */
  revision: number;
  /** {@link wordsOf} its text; none if the member may not find it. */
  words: readonly string[];
}

/** Where a message is: its group and its cursor there. */
export type FoundPlace = Pick<SearchedMessage, 'message_group_uuid' | 'place'>;

/**
 * Stores the words of messages over those of earlier revisions, in any order and as often as it may be; a later revision
 * stays. Who has no account, or has deleted it, finds nothing: for them nothing is stored. The lock on their users makes
 * an erasure wait, so that it finds what is stored here.
 *
 * @param messages each once.
 * @param options.again stores the same revision once more, for words that are cut in another way than before.
 */
export async function storeWords(
  messages: readonly SearchedMessage[],
  { again = false }: { again?: boolean } = {},
): Promise<void> {
  await query(
    (sql) => sql`
      insert into searched_messages (member_uuid, place, message_group_uuid, revision, words)
      select row.member_uuid, row.place, row.message_group_uuid, row.revision, array_to_tsvector(row.words)
      from jsonb_to_recordset(${toRows(messages)}::text::jsonb)
        as row (member_uuid uuid, place text, message_group_uuid uuid, revision integer, words text[])
        join users on users.uuid = row.member_uuid and users.erased_at is null
      order by 1, 2, 3
      for key share of users
      on conflict (member_uuid, place, message_group_uuid) do update
        set revision = excluded.revision, words = excluded.words
        where searched_messages.revision < excluded.revision + ${again ? 1 : 0}`,
  );
}

const toRows = (messages: readonly SearchedMessage[]) =>
  JSON.stringify(messages.map(({ words, ...row }) => ({ ...row, words: words.map(ownOf(row.member_uuid)) })));

/** A word as it is stored for a member. Others may share these 32 bits, so a search compares the uuid too. */
const ownOf = (member: string) => (word: string) => `${member.slice(0, 8)}${word}`;

/** Up to so many messages of a member with the words are looked at; a word that more have is a common one. */
const MAX_MATCHES = 2_000;

/** A word that 2,000 of a person's messages have is in some of their 2,000 newest ones. */
const MAX_WALKED = 2_000;

export interface SearchOptions {
  limit: number;
  /** Only messages of this group. */
  message_group_uuid?: string | undefined;
  /** Only messages before this one. */
  before?: FoundPlace | undefined;
}

/**
 * The places of a member's newest messages that have all words of a query, newest first. What the words stand next to is
 * not stored, so the text decides whether it is a hit.
 *
 * Both ways are bounded, whatever somebody has written and asks for: the index of words knows no order, so it is read for
 * words that few messages have, and the messages themselves, newest first, for words that many have.
 *
 * @returns `next` unless there are no more; `places` may be fewer than the limit, and none.
 */
export async function findPlaces(
  memberUuid: string,
  q: string,
  options: SearchOptions,
): Promise<{ places: FoundPlace[]; next?: FoundPlace | undefined }> {
  const wanted = wantedWords(q);
  if (wanted.length === 0) return { places: [] };
  const asked = wanted.map(toQuery(memberUuid)).join(' & ');
  const { matches, places } = await findByWords(memberUuid, asked, options);
  if (matches <= MAX_MATCHES) return { places, next: places[options.limit - 1] };
  return walk(memberUuid, asked, options);
}

const toQuery =
  (member: string) =>
  ({ word, isBeginning }: WantedWord): string =>
    `'${ownOf(member)(word)}'${isBeginning ? ':*' : ''}`;

/** Sorts after every place. */
const END: FoundPlace = { place: '~', message_group_uuid: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

async function findByWords(
  memberUuid: string,
  asked: string,
  { limit, message_group_uuid, before = END }: SearchOptions,
): Promise<{ matches: number; places: FoundPlace[] }> {
  const group = message_group_uuid ?? null;
  const [found] = await query(
    (sql) => sql<{ matches: number; places: FoundPlace[] | null }[]>`
      with found as materialized (
        select member_uuid, place, message_group_uuid from searched_messages
        where words @@ ${asked}::text::tsquery limit ${MAX_MATCHES + 1}
      ), wanted as (
        select place, message_group_uuid from found
        where member_uuid = ${memberUuid} and (place, message_group_uuid) < (${before.place}, ${before.message_group_uuid}::uuid)
          and (${group}::text is null or message_group_uuid = ${group}::text::uuid)
        order by place desc, message_group_uuid desc limit ${limit}
      )
      select (select count(*)::integer from found) as matches, (select json_agg(wanted) from wanted) as places`,
  );
  return { matches: found?.matches ?? 0, places: found?.places ?? [] };
}

async function walk(
  memberUuid: string,
  asked: string,
  { limit, message_group_uuid, before = END }: SearchOptions,
): Promise<{ places: FoundPlace[]; next?: FoundPlace | undefined }> {
  const group = message_group_uuid ?? null;
  const [walked] = await query(
    (sql) => sql<{ places: FoundPlace[] | null; last: FoundPlace | null; passed: number }[]>`
      with newest as materialized (
        select place, message_group_uuid, words from searched_messages
        where member_uuid = ${memberUuid} and (place, message_group_uuid) < (${before.place}, ${before.message_group_uuid}::uuid)
        order by place desc, message_group_uuid desc limit ${MAX_WALKED}
      ), wanted as (
        select place, message_group_uuid from newest
        where words @@ ${asked}::text::tsquery and (${group}::text is null or message_group_uuid = ${group}::text::uuid)
        order by place desc, message_group_uuid desc limit ${limit}
      ), last as (select place, message_group_uuid from newest order by 1, 2 limit 1)
      select (select json_agg(wanted) from wanted) as places, (select to_json(last) from last) as last,
        (select count(*)::integer from newest) as passed`,
  );
  const places = walked?.places ?? [];
  if (places.length === limit) return { places, next: places.at(-1) };
  return { places, next: walked?.passed === MAX_WALKED ? (walked.last ?? undefined) : undefined };
}

const FORGOTTEN_AT_ONCE = 2_000;

/** As many as a function may delete in its time; what is left goes with the next call. */
const MAX_FORGOTTEN = 20_000;

/**
 * Deletes what is stored for a member.
 *
 * @throws StoreUnavailable if there is more than one call can delete.
 */
export async function forgetMember(memberUuid: string): Promise<void> {
  for (let forgotten = 0; forgotten < MAX_FORGOTTEN; forgotten += FORGOTTEN_AT_ONCE) {
    const { count } = await query(
      (sql) => sql`
        delete from searched_messages where member_uuid = ${memberUuid} and (place, message_group_uuid) in (
          select place, message_group_uuid from searched_messages where member_uuid = ${memberUuid}
          limit ${FORGOTTEN_AT_ONCE})`,
    );
    if (count < FORGOTTEN_AT_ONCE) return;
  }
  throw new StoreUnavailable({ detail: 'More messages are left to forget.' });
}

/** Which of these messages are not stored so, among those of members with an account. */
export function findDiffering(messages: readonly SearchedMessage[]): Promise<StoredPlace[]> {
  return query(
    (sql) => sql<StoredPlace[]>`
      select row.member_uuid, row.place, row.message_group_uuid
      from jsonb_to_recordset(${toRows(messages)}::text::jsonb)
        as row (member_uuid uuid, place text, message_group_uuid uuid, revision integer, words text[])
        join users on users.uuid = row.member_uuid and users.erased_at is null
        left join searched_messages stored using (member_uuid, place, message_group_uuid)
      where stored.words is null or stored.revision <> row.revision or stored.words <> array_to_tsvector(row.words)`,
  );
}

/** The place of a message in what is stored for one member. */
export type StoredPlace = FoundPlace & Pick<SearchedMessage, 'member_uuid'>;

/** What is stored after a place, in order, with whether the member still has an account. */
export function listStored(
  after: StoredPlace | undefined,
  limit: number,
): Promise<(StoredPlace & { is_member: boolean })[]> {
  const { member_uuid, place, message_group_uuid } = after ?? { ...END, member_uuid: null, place: '' };
  return query(
    (sql) => sql<(StoredPlace & { is_member: boolean })[]>`
      select member_uuid, place, message_group_uuid,
        exists (select from users where uuid = member_uuid and erased_at is null) as is_member
      from searched_messages
      where ${member_uuid}::text is null or (member_uuid, place, message_group_uuid) >
        (${member_uuid}::text::uuid, ${place}, ${message_group_uuid}::uuid)
      order by 1, 2, 3 limit ${limit}`,
  );
}

/** Deletes what is stored at some places. */
export async function forgetPlaces(places: readonly StoredPlace[]): Promise<void> {
  await query(
    (sql) => sql`
      delete from searched_messages using jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb)
        as row (member_uuid uuid, place text, message_group_uuid uuid)
      where searched_messages.member_uuid = row.member_uuid and searched_messages.place = row.place
        and searched_messages.message_group_uuid = row.message_group_uuid`,
  );
}

/** Deletes everything. */
export async function forgetAll(): Promise<void> {
  await query((sql) => sql`truncate searched_messages`);
}
