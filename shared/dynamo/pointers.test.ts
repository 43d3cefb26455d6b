import type { DynamoDBRecord } from 'aws-lambda';
import { checkItems } from '../../cli/repair/check-items.ts';
import { rebuildTable } from '../../cli/repair/rebuild-table.ts';
import { redriveFailures } from '../../cli/repair/redrive-failures.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as project } from '../../services/stream/project.ts';
import { call, unitsOf } from '../../test/call.ts';
import { checkPeople } from '../../test/check-people.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { startProjection } from '../../test/projection.ts';
import { itemsOf } from '../../test/table.ts';
import { putIfAbsent } from './condition.ts';
import { type Key, messageCursor, messagesOf } from './keys.ts';
import { getRow } from './message-groups.ts';
import { isPointer, newPointer } from './pointers.ts';

/** Stores pointers to a conversation's first message, one for each time. */
async function putPointers({ message_group_uuid: group, cursors }: Conversation, times: number[]) {
  const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  for (const [n, time] of times.entries()) {
    const place = messageCursor(new Date(time).toISOString(), uuid(n));
    await putIfAbsent(newPointer(group, place, { message_sk: cursors[0] as string }));
  }
}

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text ${n + 1}`);
const ahead = Date.parse('2100-01-01T00:00:00.000Z');
const ago = (seconds: number) => Date.now() - seconds * 1000;

const read = ({ ann, message_group_uuid }: Conversation, query: Record<string, string>) =>
  call(listMessages, 'listMessages', { as: ann, params: { message_group_uuid }, query });

async function readAll(conversation: Conversation, first: Record<string, string>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: Record<string, string> | undefined = first; next; ) {
    const page: Awaited<ReturnType<typeof read>> = await read(conversation, next);
    pages.push(page.body.map(({ message }) => message));
    next = page.next;
  }
  return pages;
}

const fromTheFirst = { after: '0000-01-01T00:00:00.000Z#00000000-0000-4000-8000-000000000000' };

test('pagination from both ends skips pointers and returns every message once', async () => {
  const conversation = await createConversation(texts(20));
  // The messages are one second apart, and the newest is 61 s old.
  await putPointers(conversation, [0, ...[0, 1, 2, 3].map((n) => ago(70.5) + n), ago(5), ahead]);
  const down = await readAll(conversation, { limit: '3' });
  const up = await readAll(conversation, { limit: '3', ...fromTheFirst });
  expect(down.reverse().flat()).toEqual(texts(20));
  expect(up.flat()).toEqual(texts(20));
  expect([...down, ...up].filter((page) => page.length < 3).length).toBeGreaterThan(2);
});

test('pagination reads past pages of pointers', async () => {
  const conversation = await createConversation(texts(3));
  await putPointers(
    conversation,
    texts(15).map((_, n) => ago(10) + n),
  );
  expect((await read(conversation, { limit: '5' })).body).toHaveLength(3);
});

test('pointers in the future cost readers nothing', async () => {
  const conversation = await createConversation(texts(3));
  const { cursors } = conversation;
  const cost = async () => {
    const newest = await read(conversation, {});
    const later = await read(conversation, { after: cursors[1] as string });
    expect([newest.next, later.next]).toEqual([undefined, undefined]);
    expect([newest, later].map(({ body }) => body.length)).toEqual([3, 1]);
    return [newest, later].map((answer) => unitsOf(answer).rcu);
  };
  const before = await cost();
  await putPointers(
    conversation,
    texts(150).map((_, n) => ahead + n),
  );
  expect(await cost()).toEqual(before);
});

test('a cursor in the future is accepted, and nothing lies after it', async () => {
  const conversation = await createConversation(texts(2));
  await putPointers(conversation, [ahead]);
  const last = '9999-12-31T23:59:59.999Z#ffffffff-ffff-ffff-ffff-ffffffffffff';
  expect((await read(conversation, { after: last })).body).toEqual([]);
  expect((await read(conversation, { before: last })).body).toHaveLength(2);
});

test('rows count and show messages only', async () => {
  const conversation = await createConversation(texts(5));
  const { ann, ben, message_group_uuid } = conversation;
  await putPointers(conversation, [0, ago(62.5), ago(1), ago(-30), ahead]);
  const Records = [
    {
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: '1',
        Keys: { pk: { S: messagesOf(message_group_uuid) }, sk: { S: conversation.cursors[4] } },
        NewImage: { user_uuid: { S: ann.uuid }, member_uuids: { L: [{ S: ann.uuid }, { S: ben.uuid }] } },
      },
    } as DynamoDBRecord,
  ];
  expect(await project({ Records })).toEqual({ batchItemFailures: [] });
  const rows = [ann, ben].map(({ uuid }) => getRow(uuid, message_group_uuid, { consistent: true }));
  expect(await Promise.all(rows)).toMatchObject([
    { message: 'text 5', unread_count: 2 },
    { message: 'text 5', unread_count: 3 },
  ]);
  const { texts: stored, violations } = await checkPeople([ann.uuid, ben.uuid], [message_group_uuid]);
  expect({ stored, violations }).toEqual({ stored: texts(5), violations: [] });
});

test.each(['project', 'push'])('%s ignores pointers', async (name) => {
  const told: string[] = [];
  const mapping = await startProjection(async ({ Records }) => {
    told.push(...Records.map(({ dynamodb }) => String(dynamodb?.Keys?.sk?.S)));
    return { batchItemFailures: [] };
  }, name);
  const { ann, ben, ...conversation } = await createConversation();
  await putPointers({ ann, ben, ...conversation }, [ago(5), ahead]);
  const behind = await storeText(ben, ann, 'behind them');
  await mapping.drained();
  await mapping.stop();
  const stored = await itemsOf(messagesOf(conversation.message_group_uuid));
  expect(stored).toHaveLength(4);
  const news = stored.map(({ sk }) => sk).filter((sk) => told.includes(sk));
  expect(news).toEqual([conversation.cursors[0], behind]);
});

describe('an operator', () => {
  test('finds a pointer without its message, and a message in the future', async () => {
    const { message_group_uuid: group, ann, ben } = await createConversation();
    const lost = messageCursor('2026-01-01T00:00:00.000Z', ann.uuid);
    await putIfAbsent(
      newPointer(group, lost, { message_sk: messageCursor('2026-01-01T00:00:01.000Z', ben.uuid) }),
    );
    const future = await storeText(ann, ben, 'from tomorrow', Date.now() + 86_400_000);
    const problems = await checkItems(await itemsOf(messagesOf(group)));
    expect(problems.map(({ sk, problem }) => [sk, problem])).toEqual([
      [lost, 'the pointer has no message'],
      [future, 'the message has a time in the future: the clock of the function that stored it was wrong'],
    ]);
  });

  test('rebuilds and redrives past pointers', async () => {
    const conversation = await createConversation(texts(2));
    await putPointers(conversation, [ago(30)]);
    const failed: unknown[] = [];
    for await (const page of rebuildTable({ writeUnits: 10_000 })) failed.push(...page.failed);
    expect(failed).toEqual([]);
    const group = messagesOf(conversation.message_group_uuid);
    const [pointer] = (await itemsOf(group)).filter((item) => isPointer(item));
    async function* failures() {
      yield { id: '1', keys: async () => [pointer as Key], delete: async () => {} };
    }
    expect(await redriveFailures(failures())).toEqual({ replayed: 1, remaining: [] });
  });
});
