import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { messageGroupKey, messageGroupsOf } from './keys.ts';

/** A display name, and how often it had been changed by then: of two names the one with the higher version is later. */
export interface VersionedName {
  display_name: string;
  name_version: number;
}

/**
 * Shows a user's name in one row of somebody who talks to them. A row that shows the same or a later name stays as it
 * is, so a rename may be repeated, and one that the network held back does no harm.
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

/** Of two names of one version one is damage, which a repair mends. */
const SHOWS_ANOTHER =
  'attribute_exists(pk) AND (attribute_not_exists(user_name_version) OR user_name_version < :version' +
  ' OR (user_name_version = :version AND user_display_name <> :name))';

/** A burst of calls takes a small function longer than the time-out of one. */
const ROWS_AT_ONCE = 10;

/**
 * Shows a user's name in the next rows of those who talk to them.
 *
 * @param after the message group that was the last one before; absent at the beginning.
 * @returns the message group to go on behind, undefined when all of them show it.
 */
export async function renameInRows(
  userUuid: string,
  name: VersionedName,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<string | undefined> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': messageGroupsOf(userUuid), ...(after && { ':after': after }) },
      ProjectionExpression: 'user_uuid, message_group_uuid',
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const others = Items as { user_uuid: string; message_group_uuid: string }[];
  for (let start = 0; start < others.length; start += ROWS_AT_ONCE) {
    const some = others.slice(start, start + ROWS_AT_ONCE);
    await Promise.all(some.map((other) => renameInRow(other.user_uuid, other.message_group_uuid, name)));
  }
  return LastEvaluatedKey && String(LastEvaluatedKey.sk);
}
