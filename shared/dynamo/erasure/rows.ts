import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DELETED_ACCOUNT } from '../../contract/users.ts';
import { documents, tableName } from '../client.ts';
import { untilWritten, writeIfConditionHolds, writeIfUnchanged } from '../condition.ts';
import { inChunks } from '../in-chunks.ts';
import { messageGroupKey } from '../keys.ts';
import { type ErasedRow, getAnyRow, isErased, LAST_NAME_VERSION } from '../message-groups.ts';
import { listOtherMembers, type OtherMember } from '../other-members.ts';

const STEP_ROWS = 100;

/**
 * The user's next rows, and those of the others that name the user.
 *
 * @param after the last message group done; empty at the beginning.
 */
export async function eraseRows(
  { user_uuid }: { user_uuid: string },
  after: string,
): Promise<string | undefined> {
  const { groups, next } = await listOtherMembers(user_uuid, { after, limit: STEP_ROWS });
  await inChunks(groups, async ({ message_group_uuid: group, user_uuid: other }) => {
    // First: whoever finds no row of the user's finds this one closed.
    await showDeletedAccount(other, group);
    await leaveErasedRow(user_uuid, group);
  });
  return next;
}

/** The other member's row: it names nobody any more, and takes no messages. */
export function showDeletedAccount(member: string, group: string): Promise<boolean> {
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: messageGroupKey(member, group),
        UpdateExpression:
          'SET user_display_name = :name, user_handle = :handle, user_name_version = :last, closed = :true',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(erased)' +
          ' AND (attribute_not_exists(closed) OR user_handle <> :handle OR user_display_name <> :name)',
        ExpressionAttributeValues: {
          ':name': DELETED_ACCOUNT.display_name,
          ':handle': DELETED_ACCOUNT.handle,
          ':last': LAST_NAME_VERSION,
          ':true': true,
        },
      }),
    ),
  );
}

/** Nothing stays of the user's row but that it was there. A block that was under way may have been written into it since. */
async function leaveErasedRow(userUuid: string, group: string): Promise<void> {
  await untilWritten(async () => {
    const row = await getAnyRow(userUuid, group);
    if (!row || (isErased(row) && isBare(row))) return true;
    return (await writeIfUnchanged(() => put(userUuid, row, row.version))) || undefined;
  });
}

/** The two keys, the group, the other member, the mark and two versions. */
const ERASED_ATTRIBUTES = 7;

/** Whether an item is what an erasure leaves of a row, and nothing more. */
export const isBare = (item: ErasedRow): boolean => Object.keys(item).length === ERASED_ATTRIBUTES;

/** Puts back what was left of a row, where it was lost. */
export async function restoreErasedRow(userUuid: string, group: string, other: string): Promise<void> {
  const lost = { message_group_uuid: group, user_uuid: other };
  if (!(await getAnyRow(userUuid, group))) await put(userUuid, lost, 0);
}

/** @param read the version of the row that was read; 0 if there was none. */
function put(
  userUuid: string,
  { message_group_uuid, user_uuid }: OtherMember,
  read: number,
): Promise<unknown> {
  const erased: ErasedRow = {
    message_group_uuid,
    user_uuid,
    erased: true,
    user_name_version: LAST_NAME_VERSION,
    version: read + 1,
  };
  return documents.send(
    new PutCommand({
      TableName: tableName,
      Item: { ...messageGroupKey(userUuid, message_group_uuid), ...erased },
      ...(read === 0
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': read } }),
    }),
  );
}
