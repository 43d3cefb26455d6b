import { StoreUnavailable } from '../errors.ts';
import { MAX_ROUNDS, writeIfUnchanged } from './condition.ts';
import { timeOfCursor } from './keys.ts';
import { getRow, type MessageGroupRow, updateRow } from './message-groups.ts';
import { findNewestMessage } from './messages.ts';
import { endOfMessages } from './places.ts';
import { readBack } from './read-back.ts';
import { boundOf, type Change, findUnread, isEnoughFor, timesOf, toUnread, type Unread } from './unread.ts';

/**
 * Brings every member's row of a message group up to what the messages and the read markers say.
 * Running it again, late, twice or at the same time as itself changes nothing more.
 *
 * @param members the uuids of everyone in the group.
 * @param changes the messages that are new or have changed; undefined to count everything afresh.
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

/** A row, and what the messages and its read marker say that it should say. */
export interface DerivedRow {
  member: string;
  row: MessageGroupRow;
  derived: Pick<MessageGroupRow, 'message' | 'last_message_at'> & Unread;
}

/** Compares rows with what the messages say; writes nothing, and returns those that say something else. */
export async function findDifferences(
  messageGroupUuid: string,
  members: readonly string[],
): Promise<DerivedRow[]> {
  return (await deriveRows(messageGroupUuid, members, undefined)).filter(differs);
}

/** The names of what a row should say otherwise. How far it was counted is no matter: it only saves reading. */
export function differencesOf({ row, derived }: DerivedRow): string[] {
  const { counted_to: _, ...compared } = derived;
  return Object.entries(compared).flatMap(([name, value]) =>
    text(row[name as keyof typeof compared]) === text(value) ? [] : name,
  );
}

const text = (value: unknown) => (ArrayBuffer.isView(value) ? String(value) : value);

const differs = (row: DerivedRow) => differencesOf(row).length > 0;

/**
 * The rows are read before the messages: what is derived is at least as new as the version it would replace, and
 * a version that moves on in between makes the write fail instead of going back in time.
 */
async function deriveRows(
  messageGroupUuid: string,
  members: readonly string[],
  changes: readonly Change[] | undefined,
): Promise<DerivedRow[]> {
  const rows = await Promise.all(members.map((member) => getBoundedRow(member, messageGroupUuid, changes)));
  const now = Date.now();
  const known = [...(changes ?? []).map(timeOf), ...rows.map(({ row }) => row.last_message_at)];
  const stretch = { after: lowest(rows.map(({ bound }) => bound.after)), before: endOfMessages(...known) };
  const reading = await readBack(messageGroupUuid, stretch, (messages) =>
    rows.every(({ member, bound }) => isEnoughFor(member, bound, messages)),
  );
  const newest = reading.messages[0] ?? (await findNewestMessage(messageGroupUuid, ...known));
  if (!newest) return [];
  return rows.map(({ member, row, bound }) => ({
    member,
    row,
    derived: {
      message: newest.message,
      last_message_at: newest.created_at,
      ...toUnread(row, findUnread(member, timesOf(row), bound, reading), reading, now),
    },
  }));
}

const timeOf = ({ place }: Change) => timeOfCursor(place);

/** The place that comes first; undefined is the beginning. */
const lowest = (places: (string | undefined)[]) =>
  places.some((place) => place === undefined) ? undefined : places.toSorted()[0];

const write = ({ member, row, derived }: DerivedRow) => updateRow(member, row, derived);

async function getBoundedRow(
  member: string,
  messageGroupUuid: string,
  changes: readonly Change[] | undefined,
) {
  const row = await getRow(member, messageGroupUuid, { consistent: true });
  if (!row) throw new MessageGroupRowMissing(member, messageGroupUuid);
  return { member, row, bound: boundOf(member, row, changes) };
}

/** A message whose group has lost a row: the record fails, reaches the failure queue, and `ddb rebuild` mends the row. */
export class MessageGroupRowMissing extends Error {
  constructor(memberUuid: string, messageGroupUuid: string) {
    super(`The row of ${memberUuid} in ${messageGroupUuid} is missing.`);
    this.name = 'MessageGroupRowMissing';
  }
}
