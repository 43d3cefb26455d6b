import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../client.ts';
import { writeIfConditionHolds } from '../condition.ts';
import { forgetConnection } from '../connections.ts';
import { inChunks } from '../in-chunks.ts';
import {
  blockerKey,
  blockersOf,
  blockKey,
  blocksOf,
  connectionsOf,
  jobKey,
  type Key,
  limitsOf,
  messageGroupKey,
  messageGroupUuid,
  receiptsOf,
  subscriptionsOf,
} from '../keys.ts';
import { refreshMessageGroup } from '../projection.ts';

/** Items of each kind in a step. */
const STEP_ITEMS = 100;

/**
 * The user's receipts, blocks, connections, devices and uses of limits, the blocks of others against them, and a rename
 * under way.
 */
export async function eraseItems({ user_uuid: user }: { user_uuid: string }): Promise<string | undefined> {
  await remove(jobKey('rename', user));
  const kinds: [pk: string, erase: (key: Key) => Promise<unknown>][] = [
    [connectionsOf(user), ({ sk }) => forgetConnection({ user_uuid: user, connection_id: sk })],
    [receiptsOf(user), remove],
    [blocksOf(user), ({ sk }) => removeBlock(user, sk)],
    [blockersOf(user), ({ sk }) => endBlockBy(sk, user)],
    [limitsOf(user), remove],
    [subscriptionsOf(user), remove],
  ];
  let isDone = true;
  for (const [pk, erase] of kinds) {
    const { keys, isWhole } = await listKeys(pk);
    await inChunks(keys, erase);
    isDone &&= isWhole;
  }
  return isDone ? undefined : '';
}

async function listKeys(pk: string): Promise<{ keys: Key[]; isWhole: boolean }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
      Limit: STEP_ITEMS,
    }),
  );
  return { keys: Items as Key[], isWhole: LastEvaluatedKey === undefined };
}

/** The item by which it is found goes last. */
async function removeBlock(user: string, blocked: string): Promise<void> {
  await remove(blockerKey(blocked, user));
  await remove(blockKey(user, blocked));
}

/** The blocker's row follows the messages again, as after any end of a block; it stays closed. */
async function endBlockBy(blocker: string, user: string): Promise<void> {
  const group = messageGroupUuid(blocker, user);
  await remove(blockKey(blocker, user));
  if (await removeBlockedTo(blocker, group)) await refreshMessageGroup(group, [blocker], []);
  await remove(blockerKey(user, blocker));
}

const removeBlockedTo = (blocker: string, group: string) =>
  writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: messageGroupKey(blocker, group),
        UpdateExpression: 'REMOVE blocked_to ADD version :one',
        ConditionExpression: 'attribute_exists(blocked_to)',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    ),
  );

const remove = (Key: Key) => documents.send(new DeleteCommand({ TableName: tableName, Key }));
