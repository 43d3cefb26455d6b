import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { inChunks } from './in-chunks.ts';
import { messageGroupKey } from './keys.ts';
import { listOtherMembers } from './other-members.ts';

/** A display name and its version, the number of changes: the higher version is the later name. */
export interface VersionedName {
  display_name: string;
  name_version: number;
}

/**
 * Shows a user's name in one row of a conversation partner. A row with the same or a later name stays as it is, so
 * renames are idempotent and may arrive late.
 *
 * @returns whether the row was written.
 */
export function renameInRow(
  memberUuid: string,
  messageGroupUuid: string,
  { display_name, name_version }: VersionedName,
): Promise<boolean> {
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: messageGroupKey(memberUuid, messageGroupUuid),
        UpdateExpression: 'SET user_display_name = :name, user_name_version = :version',
        ConditionExpression: SHOWS_ANOTHER,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ExpressionAttributeValues: { ':name': display_name, ':version': name_version },
      }),
    ),
  );
}

/** Two names of one version mean damage, which a repair fixes. */
const SHOWS_ANOTHER =
  'attribute_exists(pk) AND (attribute_not_exists(user_name_version) OR user_name_version < :version' +
  ' OR (user_name_version = :version AND user_display_name <> :name))';

/**
 * Shows a user's name in the next rows of their conversation partners.
 *
 * @param after the checkpoint: the last message group done; empty at the beginning.
 * @returns the next checkpoint; undefined when all rows show the name.
 */
export async function renameInRows(
  userUuid: string,
  name: VersionedName,
  options: { after: string; limit: number },
): Promise<string | undefined> {
  const { groups, next } = await listOtherMembers(userUuid, options);
  await inChunks(groups, (other) => renameInRow(other.user_uuid, other.message_group_uuid, name));
  return next;
}
