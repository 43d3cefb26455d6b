import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailable } from '../errors.ts';
import { documents, tableName } from './client.ts';
import { untilWritten } from './condition.ts';
import {
  blockerKey,
  blockersOf,
  blockKey,
  blocksOf,
  listKey,
  messageGroupKey,
  messageGroupUuid,
} from './keys.ts';
import { getAnyRow, isErased } from './message-groups.ts';
import { cursorOf, findNewestMessage } from './messages.ts';
import type { Page } from './page.ts';
import { refreshMessageGroup } from './projection.ts';
import { absent } from './put-all.ts';

/** A block: who blocks is its partition, who is blocked its sort key. A second item finds it from the other side. */
export interface StoredBlock {
  user_uuid: string;
  /** ISO 8601. */
  blocked_at: string;
}

/**
 * Blocks somebody; idempotent. One transaction writes the block and both rows of the message group: the blocker's keeps
 * what it shows, and leaves the requests; the other's is closed. If there are no rows, the transaction fails as soon as one
 * appears.
 */
export async function block(blocker: string, blocked: string): Promise<void> {
  const group = messageGroupUuid(blocker, blocked);
  await untilWritten(async () => {
    const rows = await rowsOf(blocker, blocked, group);
    const newest = rows.isThere && (await findNewestMessage(group, ...rows.lastMessagesAt));
    const outcome = await transact([
      put({ ...blockKey(blocker, blocked), ...toBlock(blocked) }, 'attribute_not_exists(pk)'),
      put(blockerKey(blocked, blocker)),
      ...(newest
        ? [
            // The version makes a projection fail that has read the row before.
            update(
              messageGroupKey(blocker, group),
              `SET blocked_to = :to${rows.isRequest ? ', #list = :archived' : ''} ADD version :one`,
              {
                ':to': cursorOf(newest),
                ':one': 1,
                ...(rows.isRequest && { ':archived': listKey('archived', blocker) }),
              },
              rows.isRequest ? { '#list': 'list' } : undefined,
            ),
            update(messageGroupKey(blocked, group), 'SET closed = :true', { ':true': true }),
          ]
        : noRows(blocker, blocked, group)),
    ]);
    return outcome === 'again' ? undefined : outcome;
  });
}

/** Ends a block; idempotent. The blocker's row follows the messages again. */
export async function unblock(blocker: string, blocked: string): Promise<void> {
  const group = messageGroupUuid(blocker, blocked);
  const { isThere } = await untilWritten(async () => {
    const rows = await rowsOf(blocker, blocked, group);
    const outcome = await transact([
      remove(blockKey(blocker, blocked)),
      remove(blockerKey(blocked, blocker)),
      ...(rows.isThere
        ? [
            update(messageGroupKey(blocker, group), 'REMOVE blocked_to ADD version :one', { ':one': 1 }),
            update(messageGroupKey(blocked, group), 'REMOVE closed'),
          ]
        : noRows(blocker, blocked, group)),
    ]);
    return outcome === 'done' ? rows : undefined;
  });
  if (isThere) await refreshMessageGroup(group, [blocker], []);
}

/** The parts of a transaction that fail as soon as the message group has a row. */
const noRows = (blocker: string, blocked: string, group: string) =>
  [blocker, blocked].map((member) => absent(messageGroupKey(member, group)));

/** Whether either of two people blocks the other, strongly consistent: 2 RCU, whatever the answer. */
export async function isBlockBetween(one: string, other: string): Promise<boolean> {
  const Keys = [blockKey(one, other), blockKey(other, one)];
  const { Responses, UnprocessedKeys } = await documents.send(
    new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
  );
  if (UnprocessedKeys?.[tableName]) throw new StoreUnavailable();
  return (Responses?.[tableName] ?? []).length > 0;
}

/** The part of a transaction that fails, and shows the block, if there is one. */
export const notBlockedBy = (blocker: string, blocked: string) => absent(blockKey(blocker, blocked));

/** Whom a user blocks, by uuid. */
export async function listBlocks(
  userUuid: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<StoredBlock>> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': blocksOf(userUuid) },
      Limit: limit,
      ...(after && { ExclusiveStartKey: blockKey(userUuid, after) }),
    }),
  );
  const items = Items.map(({ user_uuid, blocked_at }) => ({ user_uuid, blocked_at }));
  return { items, next: LastEvaluatedKey && `${items.at(-1)?.blocked_at}#${LastEvaluatedKey.sk}` };
}

/** Beyond that the search shows them; somebody so unwelcome has other troubles. */
export const MAX_BLOCKERS = 500;

/** Who blocks a user, as far as MAX_BLOCKERS: 0.5 RCU for 50 of them. */
export async function listBlockers(userUuid: string): Promise<Set<string>> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': blockersOf(userUuid) },
      ProjectionExpression: 'sk',
      Limit: MAX_BLOCKERS,
    }),
  );
  return new Set(Items.map(({ sk }) => String(sk)));
}

const toBlock = (user_uuid: string): StoredBlock => ({ user_uuid, blocked_at: new Date().toISOString() });

/** What is left of the row of somebody who has left counts as a row: it stands in the way of one that is not there. */
async function rowsOf(blocker: string, blocked: string, group: string) {
  const found = await Promise.all([blocker, blocked].map((member) => getAnyRow(member, group)));
  const rows = found.map((row) => (row && !isErased(row) ? row : undefined));
  return {
    isThere: found.some((row) => row !== undefined),
    lastMessagesAt: rows.flatMap((row) => row?.last_message_at ?? []),
    /** Blocking somebody declines their request. */
    isRequest: rows[0]?.list === listKey('requests', blocker),
  };
}

type Part = Record<string, { TableName: string; [name: string]: unknown }>;

/** @returns `exists` if the first part's condition does not hold, `again` if another one's does not or others wrote. */
async function transact(parts: readonly Part[]): Promise<'done' | 'exists' | 'again'> {
  try {
    await documents.send(new TransactWriteCommand({ TransactItems: [...parts] as never }));
    return 'done';
  } catch (error) {
    if ((error as Error).name === 'TransactionInProgressException') return 'again';
    if (!(error instanceof TransactionCanceledException)) throw error;
    return error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed' ? 'exists' : 'again';
  }
}

const put = (Item: object, ConditionExpression?: string) => ({
  Put: { TableName: tableName, Item, ConditionExpression },
});
const remove = (Key: object) => ({ Delete: { TableName: tableName, Key } });
const update = (Key: object, UpdateExpression: string, values?: object, names?: object) => ({
  Update: {
    TableName: tableName,
    Key,
    UpdateExpression,
    ConditionExpression: 'attribute_exists(pk)',
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
  },
});
