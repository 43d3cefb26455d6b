import { randomUUID } from 'node:crypto';
import { importConversation } from '../../cli/table/import-conversation.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { metered } from '../../shared/edge/metering.ts';
import { createConversation, storeText } from '../../test/conversations.ts';

const spent = (work: () => Promise<unknown>) =>
  metered(async (consumption) => {
    await work();
    return consumption;
  });

test('one projection: 3 WCU and at most 2 RCU for each member, and 1 RCU', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['1', '2', '3', '4']);
  const { readUnits, writeUnits } = await spent(() =>
    refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]),
  );
  expect(writeUnits).toBe(2 * 3);
  expect(readUnits).toBeLessThanOrEqual(2 * 2 + 1);
  expect(readUnits).toBeGreaterThanOrEqual(3);
});

test('a projection that finds nothing to change writes nothing', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['1', '2']);
  const refresh = () => refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  await refresh();
  expect((await spent(refresh)).writeUnits).toBe(0);
});

test.each([
  [1, 5],
  [10, 7],
  [100, 24],
])('%i messages within one batch cost one projection: 6 WCU and %d RCU', async (count, rcu) => {
  const { ann, ben, message_group_uuid } = await createConversation();
  for (let n = 0; n < count; n++) await storeText(ann, ben, `${n}`, Date.now() - n);
  const { readUnits, writeUnits } = await spent(() =>
    refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]),
  );
  expect(writeUnits).toBe(2 * 3);
  expect(readUnits).toBeLessThanOrEqual(rcu);
});

test('a projection where neither has read a hundred messages of the other: 48 RCU, of however many', async () => {
  const cost = async (texts: number) => {
    const conversation = await createConversation(Array.from({ length: texts }, (_, n) => `${n}`));
    const members = [conversation.ann.uuid, conversation.ben.uuid];
    return spent(() => refreshMessageGroup(conversation.message_group_uuid, members));
  };
  const { readUnits, writeUnits } = await cost(210);
  expect(writeUnits).toBe(2 * 3);
  expect(readUnits).toBeLessThanOrEqual(48);
  expect((await cost(300)).readUnits).toBe(readUnits);
});

test('the cost of counting stops where counting stops', async () => {
  const cost = async (messages: number) => {
    const { ann, ben, message_group_uuid } = await createConversation();
    for (let n = 0; n < messages; n++) await storeText(ann, ben, `${n}`, Date.now() - n);
    return spent(() => refreshMessageGroup(message_group_uuid, [ben.uuid]));
  };
  expect((await cost(300)).readUnits).toBe((await cost(150)).readUnits);
});

test('a group in which one person writes a thousand messages without an answer costs no more when there are more', async () => {
  const cost = async (messages: number) => {
    const { ann, ben, message_group_uuid } = await createConversation();
    const { uuid: user_uuid, display_name: user_display_name, handle: user_handle } = ann;
    const message = (n: number) => ({
      message_group_uuid,
      message_uuid: randomUUID(),
      message: String(n).padStart(4, '0'),
      created_at: new Date(Date.now() - n * 1000).toISOString(),
      ...{ user_uuid, user_display_name, user_handle },
      member_uuids: [ann.uuid, ben.uuid],
    });
    await importConversation(
      Array.from({ length: messages }, (_, n) => message(n)),
      {},
    );
    return spent(() => refreshMessageGroup(message_group_uuid, [ann.uuid]));
  };
  expect((await cost(1_200)).readUnits).toBe((await cost(1_050)).readUnits);
});
