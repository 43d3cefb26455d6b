import { UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import { StoreUnavailable } from '../errors.ts';
import { MAX_ROUNDS, writeIfUnchanged } from './condition.ts';
import { getRow, type MessageGroupRow, updateRow } from './message-groups.ts';
import { countUnread, findNewestMessage } from './messages.ts';

/**
 * Brings every member's row of a message group up to what the messages and the read markers say.
 * Running it again, late, twice or at the same time as itself changes nothing more.
 *
 * @param members the uuids of everyone in the group.
 * @param known times of messages that the caller knows of, so that they are found however far ahead they lie.
 * @throws MessageGroupRowMissing if a member has no row.
 */
export async function refreshMessageGroup(
  messageGroupUuid: string,
  members: readonly string[],
  ...known: string[]
): Promise<void> {
  let left = members;
  for (let round = 0; round < MAX_ROUNDS && left.length > 0; round++) {
    const rows = (await deriveRows(messageGroupUuid, left, known)).filter(
      (row) => differs(row) || isAtTheCap(row),
    );
    const written = await Promise.all(rows.map((row) => writeIfUnchanged(() => write(row))));
    left = rows.filter((_, index) => !written[index]).map(({ member }) => member);
  }
  if (left.length > 0) throw new StoreUnavailable();
}

/** A row, and what the messages and its read marker say that it should say. */
export interface DerivedRow {
  member: string;
  row: MessageGroupRow;
  derived: Pick<MessageGroupRow, 'message' | 'last_message_at' | 'unread_count'>;
}

/** Compares rows with what the messages say; writes nothing, and returns those that say something else. */
export async function findDifferences(
  messageGroupUuid: string,
  members: readonly string[],
): Promise<DerivedRow[]> {
  return (await deriveRows(messageGroupUuid, members, [])).filter(differs);
}

/**
 * The rows are read before the messages: what is derived is at least as new as the version it would replace, and
 * a version that moves on in between makes the write fail instead of going back in time.
 */
async function deriveRows(
  messageGroupUuid: string,
  members: readonly string[],
  known: readonly string[],
): Promise<DerivedRow[]> {
  const rows = await Promise.all(members.map((member) => getExistingRow(member, messageGroupUuid)));
  const times = [...known, ...rows.map(({ last_message_at }) => last_message_at)];
  const [newest, ...counts] = await Promise.all([
    findNewestMessage(messageGroupUuid, ...times),
    ...rows.map((row, index) =>
      countUnread(messageGroupUuid, members[index] as string, row.read_to, ...times),
    ),
  ]);
  if (!newest) return [];
  return rows.map((row, index) => ({
    member: members[index] as string,
    row,
    derived: {
      message: newest.message,
      last_message_at: newest.created_at,
      unread_count: counts[index] as number,
    },
  }));
}

const differs = ({ row, derived }: DerivedRow) =>
  Object.entries(derived).some(([name, value]) => row[name as keyof typeof derived] !== value);

/**
 * A row with the highest count looks the same after one more message. It is written all the same: a read marker
 * that counted before that message, and is about to write, then finds another version and counts again.
 */
const isAtTheCap = ({ row }: DerivedRow) => row.unread_count === UNREAD_COUNT_MAX;

const write = ({ member, row, derived }: DerivedRow) => updateRow(member, row, derived);

async function getExistingRow(member: string, messageGroupUuid: string): Promise<MessageGroupRow> {
  const row = await getRow(member, messageGroupUuid, { consistent: true });
  if (!row) throw new MessageGroupRowMissing(member, messageGroupUuid);
  return row;
}

/** A message whose group has lost a row: the record fails, reaches the failure queue, and `ddb rebuild` mends the row. */
export class MessageGroupRowMissing extends Error {
  constructor(memberUuid: string, messageGroupUuid: string) {
    super(`The row of ${memberUuid} in ${messageGroupUuid} is missing.`);
    this.name = 'MessageGroupRowMissing';
  }
}
