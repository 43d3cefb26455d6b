import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createConversation } from '../../test/conversations.ts';
import { metered } from '../edge/metering.ts';
import { documents, tableName } from './client.ts';
import { putIfAbsent, writeIfUnchanged } from './condition.ts';
import { getRow, type MessageGroupRow, updateRow } from './message-groups.ts';

/** DynamoDB charges for a write whose condition fails, and neither its error nor its response says so. */

const spent = (work: () => Promise<unknown>) =>
  metered(async (consumption) => {
    await work();
    const { writeUnits, failedWrites } = consumption;
    return { writeUnits, failedWrites };
  });

const item = (key: string, text: string) => ({
  Put: {
    TableName: tableName,
    Item: { pk: `TST#${key}`, sk: 'x', text },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

const transaction = (...items: ReturnType<typeof item>[]) =>
  documents.send(new TransactWriteCommand({ TransactItems: items })).catch((error: Error) => error.name);

test('a successful write is not counted as failed', async () => {
  const answer = await spent(() => putIfAbsent(item('done', 'x'.repeat(1500))));
  expect(answer).toEqual({ writeUnits: 2, failedWrites: 0 });
});

test('a put of an existing item is charged by the size of the sent item', async () => {
  await putIfAbsent(item('there', 'x'));
  const answer = await spent(() => putIfAbsent(item('there', 'x'.repeat(2500))));
  expect(answer).toEqual({ writeUnits: 3, failedWrites: 1 });
});

test('an update that lost a race is charged by the size of the existing row', async () => {
  const { ann, message_group_uuid } = await createConversation(['x'.repeat(1024)]);
  const row = (await getRow(ann.uuid, message_group_uuid, { consistent: true })) as MessageGroupRow;
  const write = () => updateRow(ann.uuid, row, { unread_count: 7 });
  await write();
  const answer = await spent(() => writeIfUnchanged(write));
  expect(answer).toEqual({ writeUnits: 2, failedWrites: 1 });
});

test('a cancelled transaction is charged twice for each of its items', async () => {
  await putIfAbsent(item('taken', 'x'));
  const answer = await spent(() => transaction(item('taken', 'x'), item('free', 'x'.repeat(1500))));
  expect(answer).toEqual({ writeUnits: 2 + 4, failedWrites: 1 });
});

test('a call refused for another reason costs nothing', async () => {
  const { Put } = item('refused', 'x');
  const answer = await spent(() =>
    transaction({ Put: { ...Put, ConditionExpression: 'not an expression' } }),
  );
  expect(answer).toEqual({ writeUnits: 0, failedWrites: 0 });
});
