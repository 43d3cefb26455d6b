import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { Job } from '../dynamo/jobs.ts';
import { isJobPartition, messageGroupOfPartition, userOfPartition } from '../dynamo/keys.ts';
import { MessageGroupRow } from '../dynamo/message-groups.ts';
import { StoredMessage } from '../dynamo/messages.ts';
import { readItem } from '../dynamo/stored.ts';
import type { ChangeEffect } from '../dynamo/unread.ts';

/** The part of a stream record that is read here; record types differ in the rest. */
export interface StreamRecord {
  eventName?: string | undefined;
  dynamodb?: { Keys?: Record<string, unknown>; NewImage?: Record<string, unknown> } | undefined;
}

/** The item after the change. */
export type StreamImage =
  | { kind: 'message'; message: StoredMessage }
  | { kind: 'message_group'; owner_uuid: string; row: ShownRow };

/** The visible part of a row; binary values in a record are base64. */
export type ShownRow = Omit<MessageGroupRow, 'unread_times'>;

const wholeMessage = StoredMessage();
const shownRow = v.omit(MessageGroupRow(), ['unread_times']);
const parties = v.pick(wholeMessage, [
  'message_group_uuid',
  'user_uuid',
  'member_uuids',
  'deleted_at',
  'hidden_from',
]);

/** @throws UnreadableRecord unless the record is a complete message or message group row. */
export function readImage(record: StreamRecord): StreamImage {
  const item = imageOf(record);
  const message_group_uuid = messageGroupOfPartition(item.pk);
  const message = message_group_uuid && readItem(wholeMessage, { ...item, message_group_uuid });
  if (message) return { kind: 'message', message };
  const owner_uuid = userOfPartition(item.pk);
  const row = owner_uuid && readItem(shownRow, item);
  if (row) return { kind: 'message_group', owner_uuid, row };
  throw new UnreadableRecord();
}

/** A changed message without its content: its place, and whose rows it affects. */
export interface ChangedMessage {
  message_group_uuid: string;
  /** Its cursor. */
  place: string;
  user_uuid: string;
  member_uuids: readonly string[];
  effect: ChangeEffect;
}

/** @throws UnreadableRecord if the record is not of a message, or does not name its sender and members. */
export function readChangedMessage(record: StreamRecord): ChangedMessage {
  const { pk, sk, ...item } = imageOf(record);
  const named = readItem(parties, { ...item, message_group_uuid: messageGroupOfPartition(pk) });
  if (!named) throw new UnreadableRecord();
  const { deleted_at, hidden_from, ...whose } = named;
  const isNew = record.eventName !== 'MODIFY';
  return { ...whose, place: sk, effect: isNew ? 'new' : (deleted_at ?? hidden_from) ? 'gone' : 'other' };
}

/** Whether a record is of a job; `project` follows messages and jobs. */
export const isOfJob = ({ dynamodb }: StreamRecord): boolean => {
  const { pk } = (dynamodb?.Keys ?? {}) as { pk?: { S?: string } };
  return isJobPartition(pk?.S ?? '');
};

/** @throws UnreadableRecord if the record is not of a job. */
export function readJob(record: StreamRecord): Job {
  const job = readItem(Job, imageOf(record));
  if (!job) throw new UnreadableRecord();
  return job;
}

function imageOf({ dynamodb: { Keys, NewImage } = {} }: StreamRecord) {
  const { pk, sk, ...item } = unmarshall({ ...Keys, ...NewImage } as Record<string, AttributeValue>);
  return { ...item, pk: String(pk ?? ''), sk: String(sk ?? '') };
}

/** A record with an unexpected kind of item, or an incomplete one. */
export class UnreadableRecord extends Error {
  constructor() {
    super('The item of the record cannot be read.');
    this.name = 'UnreadableRecord';
  }
}
