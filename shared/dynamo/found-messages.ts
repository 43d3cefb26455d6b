import type { FoundMessage } from '../contract/search.ts';
import { allDone } from '../edge/all-done.ts';
import { findHits } from '../message-words.ts';
import type { FoundPlace } from '../postgres/searched-messages.ts';
import { messageGroupKey, messageKey } from './keys.ts';
import { isErased, type MessageGroupRow } from './message-groups.ts';
import { cursorOf, isHiddenFrom, type StoredMessage, toMessage } from './messages.ts';
import { getAll, showMessage } from './shown-messages.ts';

/**
 * What a search has found, as the table has it now. The index is a hint and may be behind: only what the reader's row
 * admits and their pages show is a hit, and only if its present text has the words.
 *
 * @param places at most 100.
 */
export async function showFound(
  reader: string,
  places: readonly FoundPlace[],
  q: string,
): Promise<FoundMessage[]> {
  const groups = [...new Set(places.map(({ message_group_uuid }) => message_group_uuid))];
  const [items, found] = await allDone(
    getAll(places.map(({ message_group_uuid, place }) => messageKey(message_group_uuid, place))),
    getAll(groups.map((group) => messageGroupKey(reader, group))),
  );
  const messages = new Map(items.map((item) => [nameOf(item), item]));
  const rows = new Map(found.filter((row) => !isErased(row)).map((row) => [String(row.sk), row]));
  return places.flatMap(({ message_group_uuid: group, place }) => {
    const item = messages.get(nameOf(messageKey(group, place)));
    const row = rows.get(group) as MessageGroupRow | undefined;
    return item && row ? toFound(reader, toMessage(item, group), row, q) : [];
  });
}

const nameOf = ({ pk, sk }: { pk?: unknown; sk?: unknown }) => `${pk} ${sk}`;

function toFound(reader: string, message: StoredMessage, row: MessageGroupRow, q: string): FoundMessage[] {
  const { message_group_uuid, deleted_at } = message;
  const isCleared = cursorOf(message) <= (row.cleared_to ?? '');
  if (deleted_at !== undefined || isCleared || isHiddenFrom(reader, message)) return [];
  const hits = findHits(message.message, q);
  if (!hits) return [];
  const other_member = {
    uuid: row.user_uuid,
    handle: row.user_handle,
    display_name: row.user_display_name,
  };
  return [{ ...showMessage(reader, message, new Map()), message_group_uuid, other_member, hits }];
}
