import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { messageGroupOfPartition, userOfPartition } from '../dynamo/keys.ts';
import type { MessageGroupRow } from '../dynamo/message-groups.ts';
import { type StoredMessage, toMessage } from '../dynamo/messages.ts';

/** A record of the table's stream, as far as it is read here; types of records differ in what else they have. */
export interface StreamRecord {
  dynamodb?: { NewImage?: Record<string, unknown> } | undefined;
}

/** What a record says: the item as it was after the change. */
export type StreamImage =
  | { kind: 'message'; message: StoredMessage }
  | { kind: 'message_group'; owner_uuid: string; row: MessageGroupRow };

/** The item of a record as it was after the change, empty if the record carries none. */
export function readItem(record: StreamRecord): Record<string, NativeAttributeValue> {
  return unmarshall((record.dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>);
}

/** Reads the item of a record; undefined if it is neither a message nor a message group row. */
export function readImage(record: StreamRecord): StreamImage | undefined {
  const item = readItem(record);
  const pk = String(item.pk ?? '');
  const message_group_uuid = messageGroupOfPartition(pk);
  if (message_group_uuid) return { kind: 'message', message: toMessage(item, message_group_uuid) };
  const owner_uuid = userOfPartition(pk);
  if (owner_uuid) return { kind: 'message_group', owner_uuid, row: item as MessageGroupRow };
  return undefined;
}

/** A record whose item is of another kind than its function is for, or is not whole. */
export class UnreadableRecord extends Error {
  constructor() {
    super('The item of the record cannot be read.');
    this.name = 'UnreadableRecord';
  }
}
