import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Edit } from '../contract/message-changes.ts';
import type { Made } from '../contract/schema.ts';
import { documents, tableName } from './client.ts';
import { editKey, editsOf, editsOfMessage } from './keys.ts';
import type { StoredMessage } from './messages.ts';
import { StoredInstant, StoredText, StoredUuid } from './stored.ts';

/** A text that a message had before an edit. It is stored in one transaction with the edit. */
export const StoredEdit = () =>
  v.object({
    message_uuid: StoredUuid(),
    message: StoredText(),
    /** When this text was sent or edited. */
    written_at: StoredInstant(),
    /** When the next text replaced it. */
    replaced_at: StoredInstant(),
  });
export type StoredEdit = Made<typeof StoredEdit>;

/** The transaction item that keeps the present text of a message before an edit. */
export function newEdit(message: StoredMessage, replaced_at: string) {
  const { message_group_uuid, message_uuid, message: text, edited_at, created_at } = message;
  const edit: StoredEdit = {
    message_uuid,
    message: text,
    written_at: edited_at ?? created_at,
    replaced_at,
  };
  return {
    Put: {
      TableName: tableName,
      Item: { ...editKey(message_group_uuid, message_uuid, replaced_at), ...edit },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** The earlier texts of a message, oldest first, strongly consistent. */
export async function listEdits({
  message_group_uuid,
  message_uuid,
}: Pick<StoredMessage, 'message_group_uuid' | 'message_uuid'>): Promise<StoredEdit[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :message)',
      ExpressionAttributeValues: {
        ':pk': editsOf(message_group_uuid),
        ':message': editsOfMessage(message_uuid),
      },
      ConsistentRead: true,
    }),
  );
  return Items as StoredEdit[];
}

/** Deletes the earlier texts of a message. Idempotent. */
export async function deleteEdits(message: StoredMessage): Promise<void> {
  for (const { replaced_at } of await listEdits(message)) {
    const Key = editKey(message.message_group_uuid, message.message_uuid, replaced_at);
    await documents.send(new DeleteCommand({ TableName: tableName, Key }));
  }
}

export const toApiEdit = ({ message, written_at, replaced_at }: StoredEdit): Edit => ({
  message,
  written_at,
  replaced_at,
});
