import { IdempotencyKeyReused, StoreUnavailable } from '../errors.ts';
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
import { putAll, type Standing } from './put-all.ts';
import { newReceipt } from './receipts.ts';

/** What one send stores, all of it or nothing. */
export interface Send {
  message: Omit<StoredMessage, keyof Place>;
  /** Makes the send repeatable: the same key stores one message, forever. `digest` is that of the request. */
  idempotency?: { key: string; digest: string } | undefined;
  /** The times of the newest messages that the group's rows know, as far as they were read: the message comes later. */
  known: string[];
  /** Makes the rows of a message group that may not exist yet, by member uuid. */
  rows?: ((message: StoredMessage) => Record<string, MessageGroupRow>) | undefined;
}

export interface Stored {
  message: StoredMessage;
  /** Whether the rows were stored now, or not, or by an earlier try, who knows with which names. */
  rows: 'stored' | 'not stored' | 'unknown';
}

/**
 * Stores a message exactly once.
 *
 * @returns the message that is stored under the send's idempotency key, be it this one or an earlier one.
 * @throws IdempotencyKeyReused if the key belongs to another request.
 * @throws StoreUnavailable if the outcome is unknown or conflicts do not end. With a key, repeating is safe.
 */
export async function storeMessage(send: Send): Promise<Stored> {
  const { message, claim, isOfKey } = await place(send);
  const rows = Object.entries(send.rows?.(message) ?? {}).map(([member, row]) => newRow(member, row));
  const stored: Stored = { message, rows: send.rows ? 'stored' : 'not stored' };
  const standing = await putAll([newMessage(message), ...(claim ? [claim] : []), ...rows]);
  if (!standing) return stored;
  const [itself, ...others] = standing;
  const claimed = claim ? others.shift() : undefined;
  // Nobody else stores a message under a new uuid: an earlier try, of which nothing was told, has done all of it.
  if (itself && !isOfKey) return stored;
  const earlier = itself ?? claimed;
  if (earlier) return { message: await findEarlier(earlier, send), rows: 'unknown' };
  const known = others.flatMap((row) => (row ? [String(row.last_message_at)] : []));
  return storeMessage({ ...send, rows: undefined, known });
}

/** Where a send's message goes, and what is stored with it, so that its key is used once. */
interface Placed {
  message: StoredMessage;
  claim?: ReturnType<typeof newPointer | typeof newReceipt>;
  /** The message stands where its key says: there it is its own proof. */
  isOfKey?: true;
}

/**
 * A key that is a UUIDv7 names a place. As long as it is fresh the message goes there, and one conditional put is enough.
 * Later that put may have been done, or may be on its way: a pointer is stored in the place, if nothing is there, together
 * with the message. Whichever comes first closes the place for the other, whatever the clocks say.
 */
async function place({ message, idempotency, known }: Send): Promise<Placed> {
  const ofKey = idempotency && placeOfKey(idempotency.key);
  if (ofKey && isFresh(ofKey, ...known)) return { message: { ...message, ...ofKey }, isOfKey: true };
  const { message_group_uuid: group, user_uuid } = message;
  // Rare enough to look: the row may lag behind what the sender has seen.
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
 * The message of the try that used the key before: what stands at the key's place, or what a pointer or a receipt names.
 * Those were stored together with their message, so that one without the other cannot be.
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

/** What was sent is in the message itself. What changes a message later has to keep a digest of what was sent. */
const isSameSend = (stored: StoredMessage, sent: Send['message']) =>
  stored.user_uuid === sent.user_uuid && stored.message === sent.message;
