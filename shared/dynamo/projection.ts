import { StoreUnavailable } from '../errors.ts';
import { MAX_ROUNDS, writeIfUnchanged } from './condition.ts';
import { renewTimes } from './gone-messages.ts';
import { listKey, timeOfCursor } from './keys.ts';
import { getAnyRow, isErased, type MessageGroupRow, textOf, updateRow } from './message-groups.ts';
import {
  cursorOf,
  findNewestMessage,
  findNewestVisible,
  isHiddenFrom,
  type StoredMessage,
} from './messages.ts';
import { endOfMessages } from './places.ts';
import { readBack } from './read-back.ts';
import { countUnanswered } from './unanswered.ts';
import { boundOf, type Change, findUnread, isEnoughFor, toUnread, type Unread } from './unread.ts';

/**
 * Updates every member's row of a message group to match the messages and the read markers. Idempotent: safe to run
 * late, twice or concurrently.
 *
 * @param members the uuids of everyone in the group.
 * @param changes new or changed messages; undefined for a full recount.
 * @throws MessageGroupRowMissing if a member has no row.
 */
export async function refreshMessageGroup(
  messageGroupUuid: string,
  members: readonly string[],
  changes?: readonly Change[],
): Promise<void> {
  let left = members;
  for (let round = 0; round < MAX_ROUNDS && left.length > 0; round++) {
    const rows = (await deriveRows(messageGroupUuid, left, changes)).filter(differs);
    const written = await Promise.all(rows.map((row) => writeIfUnchanged(() => write(row))));
    left = rows.filter((_, index) => !written[index]).map(({ member }) => member);
  }
  if (left.length > 0) throw new StoreUnavailable();
}

/** A row, and its content as derived from the messages and its read marker. */
export interface DerivedRow {
  member: string;
  row: MessageGroupRow;
  derived: Unread &
    Pick<
      MessageGroupRow,
      'list' | 'request' | 'unanswered' | 'message' | 'message_deleted' | 'message_mine' | 'last_message_at'
    >;
}

/** Compares rows with the messages without writing, and returns those that differ. */
export async function findDifferences(
  messageGroupUuid: string,
  members: readonly string[],
): Promise<DerivedRow[]> {
  return (await deriveRows(messageGroupUuid, members, undefined)).filter(differs);
}

/**
 * The names of the attributes that differ. `counted_to` does not matter: it only saves reads; nor does `unanswered`, which
 * only new messages change, nor `message_mine`, which changes with the text, and which rows from before it lack.
 */
export function differencesOf({ row, derived }: DerivedRow): string[] {
  const { counted_to: _, unanswered: __, message_mine: ___, ...compared } = derived;
  return Object.entries(compared).flatMap(([name, value]) =>
    text(row[name as keyof typeof compared]) === text(value) ? [] : name,
  );
}

const text = (value: unknown) => (ArrayBuffer.isView(value) ? String(value) : value);

const differs = (row: DerivedRow) => differencesOf(row).length > 0;

/** While a member blocks the other, their row shows no later message. */
const mayShow = ({ blocked_to }: MessageGroupRow, newest: StoredMessage) =>
  blocked_to === undefined || cursorOf(newest) <= blocked_to;

/**
 * Reads the rows before the messages: the result is at least as new as the version it replaces. If the version changes
 * in between, the write fails instead of going back in time.
 */
async function deriveRows(
  messageGroupUuid: string,
  members: readonly string[],
  changes: readonly Change[] | undefined,
): Promise<DerivedRow[]> {
  const read = await Promise.all(members.map((member) => getBoundedRow(member, messageGroupUuid, changes)));
  const rows = read.filter((one) => one !== undefined);
  if (rows.length === 0) return [];
  const now = Date.now();
  const known = [...(changes ?? []).map(timeOf), ...rows.map(({ row }) => row.last_message_at)];
  // A request has a few messages, and one of them may be the answer that accepts it.
  const isRequest = rows.some(({ row }) => row.request !== undefined);
  const after = isRequest ? undefined : lowest(rows.map(({ bound }) => bound.after));
  const stretch = { after, before: endOfMessages(...known) };
  const reading = await readBack(messageGroupUuid, stretch, (messages) =>
    rows.every(({ member, bound }) => isEnoughFor(member, bound, messages)),
  );
  const newest = reading.messages[0] ?? (await findNewestMessage(messageGroupUuid, ...known));
  if (!newest) return [];
  const following = rows.filter(({ row }) => mayShow(row, newest));
  return Promise.all(
    following.map(async ({ member, row, bound }) => {
      const times = await renewTimes(member, row, changes);
      const visible = await findShown(member, row, newest, known);
      const place = placeOf(member, row, reading.messages);
      return {
        member,
        row,
        derived: {
          ...place,
          ...textOf(visible, row.user_uuid),
          unanswered: countUnanswered(member, row, reading.messages),
          last_message_at: newest.created_at,
          ...toUnread({ ...row, ...place }, findUnread(member, times, bound, reading), reading, now),
        },
      };
    }),
  );
}

/** The receiver of a request accepts it by an answer. */
function placeOf(
  member: string,
  { list = listKey('inbox', member), request, user_uuid }: MessageGroupRow,
  messages: readonly StoredMessage[],
): Pick<MessageGroupRow, 'list' | 'request'> {
  const receiver = request === 'received' ? member : user_uuid;
  const isAnswered = request !== undefined && messages.some((message) => message.user_uuid === receiver);
  if (!isAnswered) return { list, request };
  return { list: request === 'received' ? listKey('inbox', member) : list, request: undefined };
}

/** The newest message that a member may see; undefined if they have deleted all of them for themselves. */
async function findShown(
  member: string,
  { message_group_uuid, cleared_to = '' }: MessageGroupRow,
  newest: StoredMessage,
  known: string[],
): Promise<StoredMessage | undefined> {
  const isLeft = (message: StoredMessage | undefined) => message && cursorOf(message) > cleared_to;
  if (!isHiddenFrom(member, newest) || !isLeft(newest)) return isLeft(newest) ? newest : undefined;
  const visible = await findNewestVisible(member, message_group_uuid, ...known);
  return isLeft(visible) ? visible : undefined;
}

const timeOf = ({ place }: Change) => timeOfCursor(place);

/** The place that comes first; undefined is the beginning. */
const lowest = (places: (string | undefined)[]) =>
  places.some((place) => place === undefined) ? undefined : places.toSorted()[0];

const write = ({ member, row, derived }: DerivedRow) => updateRow(member, row, derived);

/** Undefined for somebody who has deleted their account. */
async function getBoundedRow(
  member: string,
  messageGroupUuid: string,
  changes: readonly Change[] | undefined,
) {
  const row = await getAnyRow(member, messageGroupUuid);
  if (!row) throw new MessageGroupRowMissing(member, messageGroupUuid);
  if (isErased(row)) return undefined;
  return { member, row, bound: boundOf(member, row, changes) };
}

/**
 * A row of the message group is missing: the record fails and reaches the dead-letter queue; `ddb rebuild` restores the
 * row.
 */
export class MessageGroupRowMissing extends Error {
  constructor(memberUuid: string, messageGroupUuid: string) {
    super(`The row of ${memberUuid} in ${messageGroupUuid} is missing.`);
    this.name = 'MessageGroupRowMissing';
  }
}
