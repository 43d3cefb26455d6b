import { metered } from '../../shared/dynamo/capacity.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { createConversation, storeText } from '../../shared/testing/conversations.ts';

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

test('100 messages within one batch cost one projection', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  for (let n = 0; n < 100; n++) await storeText(ann, ben, `${n}`, Date.now() - n);
  const { writeUnits } = await spent(() => refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]));
  expect(writeUnits).toBe(2 * 3);
});
