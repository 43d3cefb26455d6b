import { tableName } from './client.ts';
import { messageKey } from './keys.ts';

/**
 * Stands where an idempotency key says that its message would be, and names the place where the message is: what was
 * sent too late for its own place was stored at another, and the pointer keeps the first from being taken as well. It is
 * an item of the message group's partition and no message: every reader passes over it. It never expires.
 */
export interface Pointer {
  /** The cursor of the message, in the same message group. */
  message_sk: string;
}

/** The transaction item that stores a pointer at a place (a cursor), and fails if anything is there. */
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
