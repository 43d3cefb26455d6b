import type { DynamoDBRecord } from 'aws-lambda';
import type { Frame } from '../../shared/contract/frames.ts';
import { type Connection, forgetConnection, listConnections } from '../../shared/dynamo/connections.ts';
import { getRow, toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { findOriginals, type Originals, showMessage } from '../../shared/dynamo/shown-messages.ts';
import { serveBatch } from '../../shared/edge/batch.ts';
import { readImage, type ShownRow, type StreamImage } from '../../shared/lambda-stream/stream-records.ts';
import { logFailure, logNotifications } from '../../shared/log.ts';
import { type Batch, notifyDevices } from './notify-devices.ts';
import { postFrames } from './post-frames.ts';

/** Time limit of a connection for the frames of a batch; with lookup and deletion it stays under the function's 6 s. */
const PATIENCE_MS = 4_000;

/** Web push after hanging connections has less time than after none, so that it ends before the function does. */
const NOTIFY_UNTIL_MS = 5_000;

/** A connection is stored before it opens: until then `gone` is expected. */
const OPENING_MS = 10_000;

/**
 * Tells connected clients of new messages and changed message groups, each connection in the order of the records.
 *
 * A frame is a hint and the lists are the truth, so little counts as a failure. A record fails, and is retried while it
 * is recent, only if connections cannot be read from or deleted in the table. A connection that misses a frame is
 * forgotten: its client notices at the next ping, reconnects and reads the lists. Whoever has no connection that took
 * everything is told of new messages by web push.
 */
export const handler = serveBatch('push', async (records) => {
  const batch: Batch = { until: Date.now() + NOTIFY_UNTIL_MS, tally: { notified: 0, unnotified: 0 } };
  const images = records.flatMap(readRecord);
  const messages = messagesOf(images);
  const older = await Promise.all([findOriginals(messages), findClearings(messages)]).catch((error) =>
    logFailure('push', 'older messages', error),
  );
  // Without what they answer, replies would stand there without it.
  if (!older) return images.map(({ sequenceNumber }) => sequenceNumber);
  const deliveries = images.flatMap((image) => toDeliveries(image, ...older));
  const byUser = Map.groupBy(deliveries, ({ user_uuid }) => user_uuid);
  const failures = await Promise.all(
    [...byUser].map(([user, deliveries]) => tellUser(user, deliveries, batch)),
  );
  if (batch.tally.notified + batch.tally.unnotified > 0) logNotifications('push', batch.tally);
  return failures.flat();
});

/** One record's frame for one user. */
interface Delivery {
  sequenceNumber: string;
  user_uuid: string;
  frame: string;
  /** A new message of somebody else's: what a notification is about. */
  news?: StoredMessage;
}

interface ReadRecord {
  sequenceNumber: string;
  image: StreamImage;
  isNew: boolean;
}

/** An unreadable record stays unreadable, so a retry is pointless: it is logged and skipped. */
function readRecord(record: DynamoDBRecord): ReadRecord[] {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  try {
    return [{ sequenceNumber, image: readImage(record), isNew: record.eventName === 'INSERT' }];
  } catch (error) {
    logFailure('push', sequenceNumber, error);
    return [];
  }
}

const messagesOf = (records: readonly ReadRecord[]) =>
  records.flatMap(({ image }) => (image.kind === 'message' ? image.message : []));

/** A row is its owner's; a message is shown to each member as they may see it. */
function toDeliveries(
  { sequenceNumber, image, isNew }: ReadRecord,
  originals: Originals,
  clearings: Clearings,
): Delivery[] {
  const deliver = (user_uuid: string, frame: Frame) => ({
    sequenceNumber,
    user_uuid,
    frame: JSON.stringify(frame),
  });
  if (image.kind === 'message_group') {
    const { owner_uuid, row } = image;
    const own = deliver(owner_uuid, { type: 'message_group', ...toApiMessageGroup(row) });
    const read = toRead(owner_uuid, row);
    return read ? [own, deliver(row.user_uuid, read)] : [own];
  }
  const { message_group_uuid, member_uuids } = image.message;
  return member_uuids.flatMap((member) => {
    const cleared_to = clearings.get(nameOf(member, message_group_uuid));
    if (cleared_to !== undefined && cursorOf(image.message) <= cleared_to) return [];
    const message = showMessage(member, image.message, originals, { cleared_to });
    const delivery = deliver(member, { type: 'message', message_group_uuid, message });
    return isNew && member !== image.message.user_uuid ? { ...delivery, news: image.message } : delivery;
  });
}

/** Up to where members have deleted a conversation, by {@link nameOf}. */
type Clearings = ReadonlyMap<string, string>;

const nameOf = (member: string, group: string) => `${member} ${group}`;

/** A new message comes after everything deleted; a changed one, or what a reply answers, may be from before. */
async function findClearings(messages: readonly StoredMessage[]): Promise<Clearings> {
  const mayShowOlder = messages.filter(({ reply_to, changed_at }) => reply_to ?? changed_at);
  const names = new Map(
    mayShowOlder.flatMap(({ member_uuids, message_group_uuid: group }) =>
      member_uuids.map((member) => [nameOf(member, group), { member, group }] as const),
    ),
  );
  const found = await Promise.all(
    [...names].map(async ([name, { member, group }]) => {
      const row = await getRow(member, group, { consistent: false });
      return [name, row?.cleared_to] as const;
    }),
  );
  return new Map(found.flatMap(([name, cleared_to]) => (cleared_to ? [[name, cleared_to]] : [])));
}

/** What the other member is told if this change of a row moved how far its owner shows to have read. */
function toRead(
  user_uuid: string,
  { message_group_uuid, shown_read_to, shown_version, version }: ShownRow,
): Frame | undefined {
  if (shown_read_to === undefined || shown_version !== version) return undefined;
  return { type: 'read', message_group_uuid, user_uuid, read_to: shown_read_to };
}

/** @returns the records to report as failed. */
async function tellUser(userUuid: string, deliveries: readonly Delivery[], batch: Batch): Promise<string[]> {
  try {
    const connections = await listConnections(userUuid);
    const frames = deliveries.map(({ frame }) => frame);
    const told = await Promise.allSettled(
      connections.map((connection) => tellConnection(connection, frames)),
    );
    const untold = told.find(({ status }) => status === 'rejected');
    if (untold) throw (untold as PromiseRejectedResult).reason;
    const hasTaken = told.some((outcome) => outcome.status === 'fulfilled' && outcome.value);
    const news = deliveries.flatMap(({ news }) => news ?? []);
    if (!hasTaken && news.length > 0) await notifyDevices(userUuid, news, batch);
    return [];
  } catch (error) {
    logFailure('push', userUuid, error);
    return deliveries.map(({ sequenceNumber }) => sequenceNumber);
  }
}

/** API Gateway transfers and bills a post in parts of this size. */
const MAX_POST_BYTES = 32 * 1024;

/**
 * Sends the frames of a batch in as few posts as possible: a post waits for the one before it, because a client shows frames
 * in order of arrival, and a busy message group must not hold up the others of its lane.
 *
 * @returns whether the connection took all of them.
 * @throws StoreUnavailable if a connection that missed a frame cannot be deleted.
 */
async function tellConnection(connection: Connection, frames: readonly string[]): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    for (const post of inPosts(frames)) {
      const outcome = await postFrames(connection.connection_id, post, signal);
      if (outcome === 'sent') continue;
      if (!isOpening(connection)) await forgetConnection(connection);
      return false;
    }
    return true;
  } catch (error) {
    logFailure('push', connection.connection_id, error);
    await forgetConnection(connection);
    return false;
  }
}

/** Joins frames to texts of lines, in their order. */
function inPosts(frames: readonly string[]): string[] {
  const posts: string[][] = [];
  let room = 0;
  for (const frame of frames) {
    const bytes = Buffer.byteLength(frame) + 1;
    if (bytes > room) {
      posts.push([]);
      room = MAX_POST_BYTES;
    }
    posts.at(-1)?.push(frame);
    room -= bytes;
  }
  return posts.map((lines) => lines.join('\n'));
}

const isOpening = ({ connected_at }: Connection) => Date.now() - Date.parse(connected_at) < OPENING_MS;
