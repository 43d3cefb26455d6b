import { MessageGroupNotFound } from '../errors.ts';
import { untilWritten, writeIfUnchanged } from './condition.ts';
import { timeOfCursor } from './keys.ts';
import { getRow, type MessageGroupRow, updateRow } from './message-groups.ts';
import { cursorOf, type StoredMessage } from './messages.ts';
import { endOfInstant, endOfMessages } from './places.ts';
import { readBack } from './read-back.ts';
import { boundOf, findUnread, fromMarker, isEnoughFor, isUnreadBy, timesOf, toUnread } from './unread.ts';

/**
 * Moves the caller's read marker forward to the newest message that is not after `cursor`, or leaves it where it is if
 * there is none after the marker.
 *
 * @param options.isPrivate does not show the others how far the caller has read.
 * @returns how many messages from others are unread after it.
 * @throws MessageGroupNotFound if the caller is not a member.
 */
export async function markRead(
  userUuid: string,
  messageGroupUuid: string,
  cursor: string,
  { isPrivate = false }: { isPrivate?: boolean } = {},
): Promise<number> {
  return untilWritten(async () => {
    const row = await getRow(userUuid, messageGroupUuid, { consistent: true });
    if (!row) throw new MessageGroupNotFound();
    const marked = await deriveMarked(userUuid, row, cursor);
    const changes = { ...marked, ...(!isPrivate && deriveShown({ ...row, ...marked }, cursor)) };
    if (Object.keys(changes).length === 0) return row.unread_count;
    const { unread_count } = { ...row, ...marked };
    if (await writeIfUnchanged(() => updateRow(userUuid, row, changes))) return unread_count;
    return undefined;
  });
}

/**
 * What the others see moves up to the marker, also one that was moved privately before. Whom the member blocks is shown
 * nothing new, and neither is a stranger whose request waits.
 */
function deriveShown(
  { read_to, shown_read_to, version, blocked_to, request }: MessageGroupRow,
  cursor: string,
) {
  if (blocked_to !== undefined || request === 'received') return undefined;
  if (read_to === undefined || read_to > cursor || read_to === shown_read_to) return undefined;
  return { shown_read_to: read_to, shown_version: version + 1 };
}

/** The row's new content; undefined if there is nothing to mark. The row is read before the messages. */
export async function deriveMarked(member: string, row: MessageGroupRow, cursor: string) {
  if (row.read_to !== undefined && row.read_to >= cursor) return undefined;
  const now = Date.now();
  const bound = boundOf(member, row, []);
  const reading = await readBack(
    row.message_group_uuid,
    { after: bound.after, before: endOfMessages(row.last_message_at) },
    (messages) => messages.some(isUpTo(cursor)) || isEnoughFor(member, bound, messages),
  );
  const found = reading.messages.find(isUpTo(cursor));
  const below = found ? undefined : await readBelow(row, cursor);
  const marked = found ?? below?.find(isUpTo(cursor));
  if (!marked) return undefined;
  const read_to = cursorOf(marked);
  // Everything after the message was read or is covered by the row.
  const times = found
    ? findUnread(member, [], fromMarker(read_to), reading)
    : findUnread(member, timesAfter(member, row, cursor, below ?? []), bound, reading);
  return { read_to, ...toUnread(row, times, reading, now) };
}

const isUpTo = (cursor: string) => (message: StoredMessage) => cursorOf(message) <= cursor;

/** Reads from the end of the cursor's millisecond back to the message to mark. */
async function readBelow({ message_group_uuid, read_to }: MessageGroupRow, cursor: string) {
  const stretch = { after: read_to, before: endOfInstant(timeOf(cursor)), pageSize: 1 };
  const { messages } = await readBack(message_group_uuid, stretch, (read) => read.some(isUpTo(cursor)));
  return messages;
}

/** The row's times after a cursor; for the cursor's own millisecond, `read` decides. */
function timesAfter(member: string, row: MessageGroupRow, cursor: string, read: readonly StoredMessage[]) {
  const later = timesOf(row).filter((time) => time > timeOf(cursor));
  const atOnce = read.filter((message) => !isUpTo(cursor)(message) && isUnreadBy(member, message));
  return [...later, ...atOnce.map(() => timeOf(cursor))];
}

const timeOf = (cursor: string) => Date.parse(timeOfCursor(cursor));
