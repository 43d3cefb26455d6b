import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { ListName } from '../contract/message-groups.ts';
import { StoreUnavailable } from '../errors.ts';
import { documents, tableName } from './client.ts';
import { GROUPS_BY_LIST, type Key, listKey, messageGroupsOf, UNREAD_GROUPS } from './keys.ts';
import { isErased, type MessageGroupRow } from './message-groups.ts';
import type { Page } from './page.ts';

interface PageOptions {
  limit: number;
  /** `<time>#<message group>`, as an earlier page's `next` has it. */
  cursor?: string | undefined;
}

/** The message groups in a user's list, latest message first. */
export async function listMessageGroups(
  userUuid: string,
  list: ListName,
  options: PageOptions,
): Promise<Page<MessageGroupRow>> {
  const index = { name: GROUPS_BY_LIST, hash: 'list', range: 'last_message_at' };
  const { items, next } = await queryIndex(index, listKey(list, userUuid), userUuid, options);
  return { items: items as unknown as MessageGroupRow[], next };
}

/**
 * The message group after another one by uuid, in whatever list it is, or the first one; undefined after the last. While
 * messages arrive, this order stays.
 */
export async function findNextMessageGroup(
  userUuid: string,
  after: string | undefined,
): Promise<MessageGroupRow | undefined> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': messageGroupsOf(userUuid), ...(after && { ':after': after }) },
      Limit: 1,
    }),
  );
  const row = Items[0] as MessageGroupRow | undefined;
  return row && !isErased(row) ? row : undefined;
}

/**
 * A user's message groups that count as unread, first those whose first unread message is latest. What is muted is left out. The index has these
 * alone, so that groups that were read cost nothing; its entries follow a row within a second, so that a group that was
 * read just now is left out of its page.
 */
export async function listUnreadMessageGroups(
  userUuid: string,
  options: PageOptions,
): Promise<Page<MessageGroupRow>> {
  const index = { name: UNREAD_GROUPS, hash: 'pk', range: 'unread_since' };
  const { items, next } = await queryIndex(index, messageGroupsOf(userUuid), userUuid, options);
  const rows = new Map((await getRows(items)).map((row) => [row.message_group_uuid, row]));
  const inOrder = items.flatMap(({ sk }) => rows.get(sk) ?? []);
  return { items: inOrder.filter(({ unread_count, ...row }) => unread_count > 0 && !isMuted(row)), next };
}

const isMuted = ({ muted_until }: Pick<MessageGroupRow, 'muted_until'>) =>
  muted_until !== undefined && muted_until > new Date().toISOString();

/** How many groups are in a user's list, counted to `most`: 0.5 RCU for 4 KB of their rows. */
export async function countListed(userUuid: string, list: ListName, most: number): Promise<number> {
  let count = 0;
  let startKey: Record<string, unknown> | undefined;
  // A query ends after 1 MB, which the longest texts may exceed.
  do {
    const { Count = 0, LastEvaluatedKey }: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: GROUPS_BY_LIST,
        KeyConditionExpression: '#list = :pk',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':pk': listKey(list, userUuid) },
        Select: 'COUNT',
        Limit: most - count,
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    );
    count += Count;
    startKey = LastEvaluatedKey;
  } while (startKey && count < most);
  return count;
}

async function queryIndex(
  { name: IndexName, hash, range }: { name: string; hash: string; range: string },
  partition: string,
  userUuid: string,
  { limit, cursor }: PageOptions,
): Promise<Page<Key>> {
  const pk = messageGroupsOf(userUuid);
  const [time, sk] = cursor?.split('#') ?? [];
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName,
      KeyConditionExpression: '#hash = :pk',
      ExpressionAttributeNames: { '#hash': hash },
      ExpressionAttributeValues: { ':pk': partition },
      ScanIndexForward: false,
      Limit: limit,
      ...(cursor && { ExclusiveStartKey: { pk, sk, [hash]: partition, [range]: time } }),
    }),
  );
  return {
    items: Items as Key[],
    next: LastEvaluatedKey && `${LastEvaluatedKey[range]}#${LastEvaluatedKey.sk}`,
  };
}

/** What a batch leaves undone under load is asked for again. */
const MAX_BATCHES = 5;

/** Rows by their keys, at most 100, in any order. */
async function getRows(keys: readonly Key[]): Promise<MessageGroupRow[]> {
  const rows: MessageGroupRow[] = [];
  let left: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let batch = 0; batch < MAX_BATCHES && left.length > 0; batch++) {
    const answer: BatchGetCommandOutput = await documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: left } } }),
    );
    rows.push(...((answer.Responses?.[tableName] ?? []) as MessageGroupRow[]));
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  if (left.length > 0) throw new StoreUnavailable();
  return rows;
}
