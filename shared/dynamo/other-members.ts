import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import { messageGroupsOf } from './keys.ts';

/** The other member of one of a user's message groups. */
export interface OtherMember {
  message_group_uuid: string;
  user_uuid: string;
}

/**
 * A user's message groups by their uuid, strongly consistent, those that are left of deleted accounts too: for work that
 * goes through all of them.
 *
 * @param after the last message group done; empty at the beginning.
 */
export async function listOtherMembers(
  userUuid: string,
  { after, limit }: { after: string; limit: number },
): Promise<{ groups: OtherMember[]; next: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: after ? 'pk = :pk AND sk > :after' : 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messageGroupsOf(userUuid), ...(after && { ':after': after }) },
      ProjectionExpression: 'message_group_uuid, user_uuid',
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  return { groups: Items as OtherMember[], next: LastEvaluatedKey?.sk };
}
