import { tableName } from './client.ts';
import { messageKey } from './keys.ts';

/**
 * Occupies the place in an idempotency key when the message was sent too late for it, and names the place where the
 * message is. It keeps a retry from storing the message at the key's place as well. It lies in the message group's
 * partition, and every reader skips it. It never expires.
 */
export interface Pointer {
  /** The cursor of the message, in the same message group. */
  message_sk: string;
}

/** The transaction item that stores a pointer at a place (a cursor), and fails if the place is taken. */
export function newPointer(messageGroupUuid: string, place: string, pointer: Pointer) {
  return {
    Put: {
      TableName: tableName,
      Item: { ...messageKey(messageGroupUuid, place), ...pointer },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Whether an item of a message group's partition is a pointer. Only pointers and receipts have a `message_sk`. */
export const isPointer = (item: object): item is Pointer => 'message_sk' in item;
