import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { openFailureQueue } from '../../local/event-source-mapping/failure-queue.ts';
import { handler as indexMessages } from '../../services/stream/index-messages.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { type Key, messageCursor, messageGroupKey, messageKey } from '../../shared/dynamo/keys.ts';
import { type Conversation, createConversation } from '../../test/conversations.ts';
import { eraseAs } from '../../test/erasure-scenarios.ts';
import { Schedule } from '../../test/faults.ts';
import { startProjection } from '../../test/projection.ts';
import { checkIndex } from '../../test/search-index.ts';
import { itemsOf } from '../../test/table.ts';
import { INDEX_FAILURES, localFailures } from '../failures/local-queue.ts';
import { getItem, type Item, scanTable } from '../table/scan-table.ts';
import type { Violation } from './check-items.ts';
import { rebuildGroup, rebuildTable, type SegmentPlace } from './rebuild-table.ts';
import { redriveFailures } from './redrive-failures.ts';
import { repairSearch } from './search-index.ts';
import { verifyTable } from './verify-table.ts';

async function verify(): Promise<Violation[]> {
  const violations: Violation[] = [];
  for await (const page of verifyTable({ patience: 0, segments: 3 })) violations.push(...page.violations);
  return violations;
}

async function rebuild(): Promise<{ failed: Key[]; pages: number }> {
  const failed: Key[] = [];
  let pages = 0;
  const places: SegmentPlace[] = ['beginning', 'beginning', 'beginning'];
  while (places.some((place) => place !== 'done')) {
    // Each page is a separate run, as if it were interrupted after every page.
    for await (const page of rebuildTable({ writeUnits: 10_000, places })) {
      failed.push(...page.failed);
      places[page.segment] = page.next;
      pages++;
      break;
    }
  }
  return { failed, pages };
}

const change = (Key: Key, name: string, value: unknown) =>
  documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key,
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  );

const remove = (Key: Key, name: string) =>
  documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key,
      UpdateExpression: 'REMOVE #name',
      ExpressionAttributeNames: { '#name': name },
    }),
  );

describe('verify finds each broken invariant, rebuild repairs what can be repaired', () => {
  const cases: [string, string, (conversation: Conversation, row: Key) => Promise<unknown>][] = [
    ['a wrong count', 'unread_count not as', (_, row) => change(row, 'unread_count', 7)],
    ['a wrong last text', 'message not as', (_, row) => change(row, 'message', 'wrong')],
    ['an old name', 'out of date', (_, row) => change(row, 'user_display_name', 'Formerly')],
    ['no list, as before there were lists', 'list not as', (_, row) => remove(row, 'list')],
    [
      'a lost row',
      'no row',
      (_, row) => documents.send(new DeleteCommand({ TableName: tableName, Key: row })),
    ],
  ];
  test.each(cases)('%s', async (_, problem, breakIt) => {
    const conversation = await createConversation(Array.from({ length: 130 }, (_, n) => `${n}`));
    await rebuild();
    expect(await verify()).toEqual([]);
    await breakIt(conversation, messageGroupKey(conversation.ben.uuid, conversation.message_group_uuid));
    expect((await verify()).map(({ problem }) => problem).join()).toContain(problem);
    expect(await rebuild()).toMatchObject({ failed: [] });
    expect(await verify()).toEqual([]);
  });

  test('a receipt without its message, a message without a group, a malformed message', async () => {
    const { ann, ben, message_group_uuid } = await createConversation();
    await rebuild();
    const put = (Item: Record<string, unknown>) =>
      documents.send(new PutCommand({ TableName: tableName, Item }));
    const items = [
      {
        pk: `SND#${ann.uuid}`,
        sk: 'key',
        message_group_uuid,
        message_sk: `${new Date().toISOString()}#${ann.uuid}`,
        digest: 'x',
      },
      {
        pk: `MSG#${ann.uuid}`,
        sk: `2026-01-01T00:00:00.000Z#${ben.uuid}`,
        message_uuid: ben.uuid,
        message: 'x',
        created_at: '2026-01-01T00:00:00.000Z',
        user_uuid: ann.uuid,
        user_display_name: 'x',
        user_handle: 'xxx',
        member_uuids: [ann.uuid, ben.uuid],
      },
      { pk: `MSG#${ben.uuid}`, sk: 'nothing' },
    ];
    for (const item of items) await put(item);
    expect((await verify()).map(({ problem }) => problem).sort()).toEqual([
      'the message is in the wrong message group',
      'the message is malformed',
      'the receipt has no message',
    ]);
    for (const { pk, sk } of items)
      await documents.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
  });
});

test('every message group is rebuilt once, with any number of segments', async () => {
  const conversations = await Promise.all(Array.from({ length: 12 }, () => createConversation(['1', '2'])));
  const groups = await countGroups();
  expect(groups).toBeGreaterThanOrEqual(conversations.length);
  for (const segments of [1, 4]) {
    const places: SegmentPlace[] = Array(segments).fill('beginning');
    let rebuilt = 0;
    for await (const page of rebuildTable({ writeUnits: 10_000, places })) rebuilt += page.groups;
    expect({ segments, rebuilt }).toEqual({ segments, rebuilt: groups });
  }
});

/** Counts the groups that have a message. */
async function countGroups(): Promise<number> {
  const groups = new Set<string>();
  for await (const { items } of scanTable())
    for (const { pk } of items) if (pk.startsWith('MSG#')) groups.add(pk);
  return groups.size;
}

test('a single message group can be rebuilt', async () => {
  const [one, other] = [await createConversation(['1']), await createConversation(['1'])];
  const rowOf = ({ ben, message_group_uuid }: Conversation) => messageGroupKey(ben.uuid, message_group_uuid);
  for (const conversation of [one, other]) await change(rowOf(conversation), 'message', 'wrong');
  expect(await rebuildGroup(one.message_group_uuid)).toBe(true);
  expect(await getItem(rowOf(one))).toMatchObject({ message: '1' });
  expect(await getItem(rowOf(other))).toMatchObject({ message: 'wrong' });
  expect(await rebuildGroup(one.ann.uuid)).toBe(false);
  await rebuild();
});

test('what the search gave up is in its queue, and a replay indexes the message and forgets who has left', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cruddur-repair-'));
  const queue = openFailureQueue(join(data, 'event-source-mappings/queues', INDEX_FAILURES));
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['one']);
  const { member_uuids, ...message } = (await getItem(
    messageKey(message_group_uuid, cursors[0] as string),
  )) as Item;
  const named = { created_at: new Date().toISOString(), message_uuid: ann.uuid };
  const poison = messageKey(message_group_uuid, messageCursor(named.created_at, named.message_uuid));
  await documents.send(new PutCommand({ TableName: tableName, Item: { ...message, ...named, ...poison } }));
  let isAvailable = true;
  // The stream has the records of other tests, too.
  const isOwn = ({ dynamodb }: DynamoDBRecord) =>
    dynamodb?.Keys?.pk?.S === poison.pk || dynamodb?.Keys?.sk?.S === ann.uuid;
  const index = await startProjection(
    async ({ Records }) => {
      const own = Records.filter(isOwn);
      return isAvailable ? indexMessages({ Records: own }) : failAll(own);
    },
    'indexMessages',
    { backoff: () => 20, onFailure: (failure) => queue.send(failure) },
  );
  await index.drained();
  isAvailable = false;
  await eraseAs(ann)(new Schedule());
  await index.drained();
  await index.stop();
  expect(await queue.count()).toBe(2);

  const members = [ann, ben].map(({ uuid }) => ({ uuid, isThere: uuid !== ann.uuid }));
  const problems = async () => checkIndex(await itemsOf(poison.pk), members);
  const replay = () => redriveFailures(localFailures(data, INDEX_FAILURES), repairSearch);
  expect(await replay()).toEqual({
    replayed: 1,
    remaining: [{ id: expect.anything(), reason: `the item ${poison.pk} ${poison.sk} cannot be read` }],
  });
  await change(poison, 'member_uuids', member_uuids);
  expect(await problems()).toHaveLength(1);
  expect(await replay()).toEqual({ replayed: 1, remaining: [] });
  expect(await problems()).toEqual([]);
  expect(await queue.count()).toBe(0);
  await rm(data, { recursive: true });
}, 300_000);

const failAll = (records: readonly DynamoDBRecord[]) => ({
  batchItemFailures: records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' })),
});
