import { IdempotencyKeyReused, NotAcceptingMessages, StoreUnavailable } from '../errors.ts';
import { messageCursor } from './keys.ts';
import { type MessageGroupRow, newRow } from './message-groups.ts';
import {
  cursorOf,
  findNewestMessage,
  getMessage,
  newMessage,
  type StoredMessage,
  toMessage,
} from './messages.ts';
import { isFresh, type Place, placeNow, placeOfKey } from './places.ts';
import { newPointer } from './pointers.ts';
import { type Absent, putAll, type Standing } from './put-all.ts';
import { digestOf, newReceipt } from './receipts.ts';

/** The items of one send, stored all or none. */
export interface Send {
  message: Omit<StoredMessage, keyof Place>;
  /** Makes the send idempotent: one key stores one message, forever. `digest` is that of the request. */
  idempotency?: { key: string; digest: string } | undefined;
  /** Times of the newest messages known from the group's rows; the message sorts after them. */
  known: string[];
  /** The receiver's block of the sender, which must not be there when rows are created. */
  unlessBlocked?: Absent | undefined;
  /** Refuses a send that turns out to be no first message: the sender's row is there. */
  refuseNext?: ((row: MessageGroupRow) => Promise<void>) | undefined;
  /** Creates the rows, by member uuid, of a message group that may not exist yet. */
  rows?: ((message: StoredMessage) => Record<string, MessageGroupRow>) | undefined;
}

export interface Stored {
  message: StoredMessage;
  /** Whether the rows were stored now; `unknown`: by an earlier try, maybe with other names. */
  rows: 'stored' | 'none' | 'unknown';
}

/**
 * Stores a message exactly once.
 *
 * @returns the message stored under the send's idempotency key, this one or an earlier one.
 * @throws IdempotencyKeyReused if the key belongs to another request.
 * @throws NotAcceptingMessages if a block appeared while the first message was sent.
 * @throws what `refuseNext` throws.
 * @throws StoreUnavailable if the outcome is unknown or conflicts do not end. With a key, a retry is safe.
 */
export async function storeMessage(send: Send): Promise<Stored> {
  const { message, claim, isOfKey } = await place(send);
  const rows = Object.entries(send.rows?.(message) ?? {}).map(([member, row]) => newRow(member, row));
  const stored: Stored = { message, rows: send.rows ? 'stored' : 'none' };
  const absent = send.rows && send.unlessBlocked ? [send.unlessBlocked] : [];
  const standing = await putAll([newMessage(message), ...(claim ? [claim] : []), ...rows], absent);
  if (!standing) return stored;
  const [itself, ...others] = standing;
  const claimed = claim ? others.shift() : undefined;
  // Only this send uses the new uuid: an earlier try, whose response was lost, has stored everything.
  if (itself && !isOfKey) return stored;
  const earlier = itself ?? claimed;
  if (earlier) return { message: await findEarlier(earlier, send), rows: 'unknown' };
  if (others.some(isClosed)) throw new NotAcceptingMessages();
  const present = others.filter((row) => row !== undefined) as unknown as MessageGroupRow[];
  const own = present.find(({ user_uuid }) => user_uuid !== message.user_uuid);
  if (own) await send.refuseNext?.(own);
  const known = present.map((row) => row.last_message_at);
  return storeMessage({ ...send, rows: undefined, known });
}

/** Whether what stands in the way of a first message is a block, or a row that one has closed. */
const isClosed = (item: Standing) =>
  item !== undefined && ('blocked_at' in item || 'blocked_to' in item || 'closed' in item);

/** The place of a send's message, and the items stored with it so that its key is used once. */
interface Placed {
  message: StoredMessage;
  claim?: ReturnType<typeof newPointer | typeof newReceipt>;
  /** The message is at the place in its key, where it is its own receipt. */
  isOfKey?: true;
}

/**
 * A UUIDv7 key names a place. While it is fresh, the message goes there with one conditional put. Later, that put may
 * be done or still under way: so a pointer is stored at the place, if it is free, together with the message. Whichever
 * wins the race blocks the other, regardless of clocks.
 */
async function place({ message, idempotency, known }: Send): Promise<Placed> {
  const ofKey = idempotency && placeOfKey(idempotency.key);
  if (ofKey && isFresh(ofKey, ...known)) return { message: { ...message, ...ofKey }, isOfKey: true };
  const { message_group_uuid: group, user_uuid } = message;
  // Rare, so worth a read: the row may lag behind what the sender has seen.
  const newest = ofKey && (await findNewestMessage(group, ...known));
  const placed = { ...message, ...placeNow(...known, ...(newest ? [newest.created_at] : [])) };
  const message_sk = cursorOf(placed);
  if (ofKey) {
    const taken = messageCursor(ofKey.created_at, ofKey.message_uuid);
    return { message: placed, claim: newPointer(group, taken, { message_sk }) };
  }
  if (!idempotency) return { message: placed };
  const { key: idempotency_key, digest } = idempotency;
  const receipt = { user_uuid, idempotency_key, message_group_uuid: group, message_sk, digest };
  return { message: placed, claim: newReceipt(receipt) };
}

/**
 * The message of an earlier try with this key: at the key's place, or named by a pointer or a receipt. Both are stored
 * together with their message, so neither exists without it.
 */
async function findEarlier(
  standing: NonNullable<Standing>,
  { message, idempotency }: Send,
): Promise<StoredMessage> {
  const { message_group_uuid: group = message.message_group_uuid, message_sk, digest } = standing;
  if (digest !== undefined && digest !== idempotency?.digest) throw new IdempotencyKeyReused();
  const found = message_sk
    ? await getMessage(String(group), String(message_sk))
    : toMessage(standing, String(group));
  if (!found) throw new StoreUnavailable();
  if (digest === undefined && !isSameSend(found, message)) throw new IdempotencyKeyReused();
  return found;
}

/** Compares with the text as it was sent. A deleted message has nothing left of it, so its key answers for any text. */
function isSameSend(stored: StoredMessage, sent: Send['message']): boolean {
  if (stored.user_uuid !== sent.user_uuid) return false;
  if (stored.deleted_at !== undefined) return true;
  if (stored.reply_to !== sent.reply_to) return false;
  if (stored.sent_digest !== undefined) return stored.sent_digest === digestOf(sent.message);
  return stored.message === sent.message;
}
