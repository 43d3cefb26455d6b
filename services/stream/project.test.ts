import { randomUUID } from 'node:crypto';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { messageGroupKey, messagesOf } from '../../shared/dynamo/keys.ts';
import { getRow, type MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { type Projection, startProjection } from '../../test/projection.ts';
import { handler as project } from './project.ts';

const rowOf = async (user: { uuid: string }, { message_group_uuid }: Conversation) =>
  (await getRow(user.uuid, message_group_uuid, { consistent: true })) as MessageGroupRow;

describe('behind the event source mapping', () => {
  let projection: Projection;
  beforeAll(async () => {
    projection = await startProjection(project);
  });
  afterAll(() => projection.stop());

  test('both rows have the newest message and the unread count of their member', async () => {
    const conversation = await createConversation(['1', '2', '3', '4', '5']);
    const { ann, ben, cursors } = conversation;
    await projection.drained();
    const newest = { message: '5', last_message_at: cursors[4]?.split('#')[0] };
    expect(await rowOf(ann, conversation)).toMatchObject({ ...newest, unread_count: 2, user_uuid: ben.uuid });
    expect(await rowOf(ben, conversation)).toMatchObject({ ...newest, unread_count: 3, user_uuid: ann.uuid });
  });

  test('an older message that arrives late does not become the last one', async () => {
    const conversation = await createConversation(['new']);
    const { ann, ben } = conversation;
    await storeText(ben, ann, 'late', Date.now() - 3_600_000);
    await projection.drained();
    expect(await rowOf(ann, conversation)).toMatchObject({ message: 'new', unread_count: 1 });
  });

  test('concurrent read markers and messages end in the right unread count', async () => {
    const conversation = await createConversation(Array.from({ length: 10 }, (_, n) => `${n}`));
    const { ann, ben, message_group_uuid, cursors } = conversation;
    await Promise.all([
      ...Array.from({ length: 10 }, (_, n) => storeText(ann, ben, `more ${n}`)),
      ...cursors.map((cursor) => markRead(ben.uuid, message_group_uuid, cursor)),
    ]);
    await projection.drained();
    expect((await rowOf(ben, conversation)).unread_count).toBe(10);
  });
});

describe('a batch', () => {
  test('of many messages to one group writes its rows once', async () => {
    const conversation = await createConversation(['1', '2', '3']);
    const before = await rowOf(conversation.ben, conversation);
    expect(
      await project({ Records: conversation.cursors.map((_, n) => recordOf(conversation, `${n}`)) }),
    ).toEqual({
      batchItemFailures: [],
    });
    expect((await rowOf(conversation.ben, conversation)).version).toBe(before.version + 1);
  });

  test('that is repeated changes nothing', async () => {
    const conversation = await createConversation(['1', '2']);
    await project({ Records: [recordOf(conversation, '1')] });
    const before = await rowOf(conversation.ann, conversation);
    await project({ Records: [recordOf(conversation, '1'), recordOf(conversation, '1')] });
    expect(await rowOf(conversation.ann, conversation)).toEqual(before);
  });

  test('reports what failed and does the rest', async () => {
    const [broken, sound] = await Promise.all([
      createConversation(['1', '2']),
      createConversation(['1', '2']),
    ]);
    const Key = messageGroupKey(broken.ben.uuid, broken.message_group_uuid);
    await documents.send(new DeleteCommand({ TableName: tableName, Key }));
    const records = [recordOf(broken, '10'), recordOf(sound, '11'), recordOf(broken, '12')];
    expect(await project({ Records: records })).toEqual({
      batchItemFailures: [{ itemIdentifier: '10' }, { itemIdentifier: '12' }],
    });
    expect((await rowOf(sound.ben, sound)).message).toBe('2');
  });

  test('reports an unreadable record and does the rest', async () => {
    const sound = await createConversation(['1', '2']);
    const unreadable = [
      { eventName: 'INSERT', dynamodb: { SequenceNumber: '20', Keys: { pk: { S: messagesOf('x') } } } },
      { eventName: 'INSERT', dynamodb: { SequenceNumber: '21' } },
    ] as DynamoDBRecord[];
    expect(await project({ Records: [...unreadable, recordOf(sound, '22')] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '20' }, { itemIdentifier: '21' }],
    });
    expect((await rowOf(sound.ann, sound)).message).toBe('2');
  });
});

test('damaged rows are derived again from the messages', async () => {
  const conversation = await createConversation(['1', '2', '3']);
  const { ann, ben, message_group_uuid } = conversation;
  await project({ Records: [recordOf(conversation, '1')] });
  const before = await Promise.all([ann, ben].map((user) => rowOf(user, conversation)));
  await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: messageGroupKey(ann.uuid, message_group_uuid),
      UpdateExpression: 'SET message = :wrong, unread_count = :many',
      ExpressionAttributeValues: { ':wrong': 'wrong', ':many': 77 },
    }),
  );
  await project({ Records: [recordOf(conversation, '1')] });
  const after = await Promise.all([ann, ben].map((user) => rowOf(user, conversation)));
  expect(after.map(content)).toEqual(before.map(content));
});

test('a message group with one row and no messages is left alone', async () => {
  const conversation = await createConversation(['1']);
  const empty = { ...conversation, message_group_uuid: '00000000-0000-4000-8000-000000000001' };
  for (const { uuid } of [conversation.ann, conversation.ben]) {
    const row = { ...(await rowOf({ uuid }, conversation)), message_group_uuid: empty.message_group_uuid };
    await documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...row, ...messageGroupKey(uuid, empty.message_group_uuid) },
      }),
    );
  }
  expect(await project({ Records: [recordOf(empty, '1')] })).toEqual({ batchItemFailures: [] });
});

/** The content of a row, without its bookkeeping: `version` and `counted_to`. */
function content({ version: _, counted_to: __, ...row }: MessageGroupRow) {
  return row;
}

function recordOf({ ann, ben, message_group_uuid }: Conversation, SequenceNumber: string): DynamoDBRecord {
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber,
      Keys: { pk: { S: messagesOf(message_group_uuid) }, sk: { S: '' } },
      // From neither member, so that it counts for both.
      NewImage: { user_uuid: { S: randomUUID() }, member_uuids: { L: [{ S: ann.uuid }, { S: ben.uuid }] } },
    },
  };
}
