import { createHash } from 'node:crypto';
import { tableName } from './client.ts';
import { receiptKey } from './keys.ts';

/** Proof that a send with this idempotency key was stored, and where. It never expires. */
export interface Receipt {
  user_uuid: string;
  idempotency_key: string;
  message_group_uuid: string;
  /** The cursor of the message that the send stored. */
  message_sk: string;
  /** SHA-256 of the request, to tell a retry from another request with the same key. */
  digest: string;
}

/** The digest of a request: the same values in the same order give the same digest. */
export function digestOf(...values: (string | null | undefined)[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}

/** The transaction item that stores a receipt; fails if the key was used. */
export function newReceipt({ user_uuid, idempotency_key, ...attributes }: Receipt) {
  return {
    Put: {
      TableName: tableName,
      Item: { ...receiptKey(user_uuid, idempotency_key), ...attributes },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
