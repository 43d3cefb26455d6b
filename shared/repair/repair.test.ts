import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { localFailures } from '../../bin/failures/local-queue.ts';
import { openFailureQueue } from '../../services/stream/event-source-mapping/failure-queue.ts';
import { handler as project } from '../../services/stream/project.ts';
import { documents, tableName } from '../dynamo/client.ts';
import { type Key, messageGroupKey, messageKey } from '../dynamo/keys.ts';
import { getRow, renameInMessageGroups } from '../dynamo/message-groups.ts';
import { type Conversation, createConversation, storeText } from '../testing/conversations.ts';
import { startProjection } from '../testing/projection.ts';
import type { Violation } from './check-items.ts';
import { rebuildTable } from './rebuild-table.ts';
import { redriveFailures } from './redrive-failures.ts';
import { verifyTable } from './verify-table.ts';

async function verify(): Promise<Violation[]> {
  const violations: Violation[] = [];
  for await (const page of verifyTable({ patience: 0 })) violations.push(...page.violations);
  return violations;
}

async function rebuild(): Promise<{ failed: Key[]; pages: number }> {
  const failed: Key[] = [];
  let pages = 0;
  let from: Key | undefined;
  do {
    // Each page is a run of its own, as if it were stopped after every one.
    const { value } = await rebuildTable({ writeUnits: 10_000, from }).next();
    if (!value) break;
    failed.push(...value.failed);
    from = value.next;
    pages++;
  } while (from);
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

describe('what breaks an invariant is found, and what can be repaired is repaired', () => {
  const cases: [string, string, (conversation: Conversation, row: Key) => Promise<unknown>][] = [
    ['a wrong count', 'unread_count not as', (_, row) => change(row, 'unread_count', 7)],
    ['a wrong last text', 'message not as', (_, row) => change(row, 'message', 'wrong')],
    ['an old name', 'not the present one', ({ ann }) => renameInMessageGroups(ann.uuid, 'Formerly')],
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

  test('a receipt without its message, a message of no group, a message that is malformed', async () => {
    const { ann, ben, message_group_uuid } = await createConversation();
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

test('a message that cannot be read holds up nobody, reaches the queue, and is replayed after its repair', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cruddur-poison-'));
  const queue = openFailureQueue(join(data, 'event-source-mappings/queues/failures'));
  const projection = await startProjection(project, 'project', {
    onFailure: (failure) => queue.send(failure),
    backoff: () => 1,
  });
  const { ann, ben, message_group_uuid } = await createConversation();
  const poison = messageKey(message_group_uuid, `${new Date().toISOString()}#${ann.uuid}`);
  const [created_at, message_uuid] = poison.sk.split('#');
  const whole = {
    ...poison,
    message_uuid,
    message: 'poison',
    created_at,
    user_uuid: ann.uuid,
    user_display_name: ann.display_name,
    user_handle: ann.handle,
  };
  await documents.send(new PutCommand({ TableName: tableName, Item: whole }));
  await storeText(ben, ann, 'behind it', Date.now() - 30_000);
  const other = await createConversation(['1', '2']);
  await projection.drained();
  expect((await getRow(other.ann.uuid, other.message_group_uuid, { consistent: true }))?.message).toBe('2');
  expect((await getRow(ben.uuid, message_group_uuid, { consistent: true }))?.unread_count).toBeGreaterThan(0);
  const failure = (await queue.receive(100)).find(({ body }) => body.payload?.includes('poison'));
  expect(failure?.body.requestContext.condition).toBe('RetryAttemptsExhausted');
  expect(failure?.body.payload).toContain('poison');

  expect(await redriveFailures(localFailures('failures', data))).toMatchObject({
    remaining: [{ id: failure?.id }],
  });
  await change(poison, 'member_uuids', [ann.uuid, ben.uuid]);
  expect(await redriveFailures(localFailures('failures', data))).toEqual({ replayed: 1, remaining: [] });
  expect(await queue.count()).toBe(0);
  expect(await verify()).toEqual([]);
  await projection.stop();
}, 60_000);
