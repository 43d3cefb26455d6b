import { type SearchProblem, verifySearch } from '../cli/repair/search-index.ts';
import type { Item } from '../cli/table/scan-table.ts';
import { messageGroupOfPartition } from '../shared/dynamo/keys.ts';
import { isPointer } from '../shared/dynamo/pointers.ts';
import { overOutages } from './install-faults.ts';
import { asMaster } from './master.ts';

/**
 * Compares the index of the search with messages, without the code that fills it: each member has a row for each message,
 * with its words, or without any if it is deleted or hidden from them; who has left has none; and there are no others.
 * Texts have plain words only.
 *
 * @param members the people to whom the messages are, and whether they still have an account.
 */
export async function checkIndex(
  items: readonly Item[],
  members: readonly { uuid: string; isThere: boolean }[],
): Promise<string[]> {
  const stored = await storedFor(members.map(({ uuid }) => uuid));
  const expected = new Map(
    items
      .filter(({ pk }) => messageGroupOfPartition(pk) !== undefined)
      .filter((item) => !isPointer(item))
      .flatMap((item) => members.flatMap((member) => (member.isThere ? expectedOf(item, member.uuid) : []))),
  );
  return [...new Set([...stored.keys(), ...expected.keys()])].flatMap((name) => {
    const [found, should] = [stored.get(name), expected.get(name)];
    return found === should ? [] : [`the index has ${name} as "${found}" instead of "${should}"`];
  });
}

function expectedOf(item: Item, member: string): [string, string][] {
  const { pk, sk, message, deleted_at, hidden_from = [], member_uuids } = item as Item & Message;
  if (!member_uuids.includes(member)) return [];
  const isGone = deleted_at !== undefined || [...hidden_from].includes(member);
  const words = isGone ? [] : (message.toLowerCase().match(/\w+/g) ?? []);
  return [[`${member} ${messageGroupOfPartition(pk)} ${sk}`, [...new Set(words)].sort().join(' ')]];
}

interface Message {
  message: string;
  member_uuids: readonly string[];
  deleted_at?: string;
  hidden_from?: Iterable<string>;
}

/** The words that are stored of messages for members, by member, group and place. */
async function storedFor(uuids: readonly string[]): Promise<Map<string, string>> {
  const rows = await asMaster(
    (sql) => sql<Row[]>`
      select member_uuid, message_group_uuid, place, to_json(tsvector_to_array(words)) as words
      from searched_messages where member_uuid = any(${`{${uuids.join()}}`}::text::uuid[])`,
  );
  return new Map(
    rows.map(({ member_uuid, message_group_uuid, place, words }) => [
      `${member_uuid} ${message_group_uuid} ${place}`,
      words.map(ownOf(member_uuid)).sort().join(' '),
    ]),
  );
}

interface Row {
  member_uuid: string;
  message_group_uuid: string;
  place: string;
  words: string[];
}

/** Each word is marked as a member's. */
const ownOf = (member: string) => (word: string) =>
  word.startsWith(member.slice(0, 8)) ? word.slice(8) : `not ${member}'s: ${word}`;

/** What `cruddur search verify` finds in everything that the test file has stored, once the stream is drained. */
export const verifyAll = (): Promise<SearchProblem[]> =>
  overOutages(async () => {
    const found: SearchProblem[] = [];
    for await (const { problems } of verifySearch({ patience: 0 })) found.push(...problems);
    return found;
  });
