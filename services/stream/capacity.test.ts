import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { findDifferences, refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { createExtra } from '../../test/accounts.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { marked, projected, refreshed, spent } from '../../test/spent.ts';

/**
 * Consumed capacity of a projection, as DynamoDB reports it. Texts are short unless stated; capacity-at-scale.test.ts
 * has large conversations.
 */

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text ${n}`);

/** A conversation with current rows; with `isRead` both members have read it. */
async function upToDate(count: number, isRead: boolean): Promise<Conversation> {
  const conversation = await createConversation(texts(count));
  await refreshed(conversation);
  const newest = conversation.cursors.at(-1) as string;
  if (isRead)
    for (const member of [conversation.ann, conversation.ben]) await marked(conversation, member, newest);
  return conversation;
}

describe('one message', () => {
  test('that both have already read: 3 RCU and 6 WCU', async () => {
    const conversation = await upToDate(4, true);
    const { ann, ben } = conversation;
    const cursor = await storeText(ann, ben, 'new');
    await marked(conversation, ben, cursor);
    expect(await projected(conversation, ann, [cursor])).toMatchObject({ readUnits: 3, writeUnits: 6 });
  });

  test('that is the first unread one: 3 RCU and 7 WCU, one of them for the index of unread groups', async () => {
    const conversation = await upToDate(4, true);
    const { ann, ben } = conversation;
    const first = await storeText(ann, ben, 'first unread');
    expect(await projected(conversation, ann, [first])).toMatchObject({ readUnits: 3, writeUnits: 7 });
    const second = await storeText(ann, ben, 'second unread');
    expect(await projected(conversation, ann, [second])).toMatchObject({ readUnits: 3, writeUnits: 6 });
  });

  test('with a hundred unread messages on both sides: 3 RCU and 6 WCU', async () => {
    const conversation = await upToDate(210, false);
    const { ann, ben } = conversation;
    const cursor = await storeText(ann, ben, 'one more');
    expect(await projected(conversation, ann, [cursor])).toMatchObject({ readUnits: 3, writeUnits: 6 });
  });
});

describe('a change of a message', () => {
  const changed = (pair: Conversation, place: string, effect: 'gone' | 'other') =>
    spent(() =>
      refreshMessageGroup(
        pair.message_group_uuid,
        [pair.ann.uuid, pair.ben.uuid],
        [{ place, user_uuid: pair.ann.uuid, effect }],
      ),
    );

  // The engines differ in what a query costs that finds nothing.
  test('of an old message, two hundred before the newest: 4 RCU at most, and nothing is written', async () => {
    const conversation = await upToDate(200, true);
    const place = conversation.cursors[0] as string;
    for (const effect of ['gone', 'other'] as const) {
      const { readUnits, writeUnits } = await changed(conversation, place, effect);
      expect(writeUnits).toBe(0);
      expect(readUnits).toBeLessThanOrEqual(4);
    }
  });

  test('of the newest one: 4 RCU at most and 4 WCU; if it was unread and is gone, 5 RCU and 6 WCU at most', async () => {
    const conversation = await upToDate(41, false);
    const { ann, message_group_uuid, cursors } = conversation;
    const place = cursors.at(-1) as string;
    const name = { message_group_uuid, message_uuid: place.slice(25) };
    await changeMessage(ann.uuid, name, () => ({ set: { message: 'edited' } }));
    const edited = await changed(conversation, place, 'other');
    expect(edited.writeUnits).toBe(4);
    expect(edited.readUnits).toBeLessThanOrEqual(4);
    await changeMessage(ann.uuid, name, (_, deleted_at) => ({ set: { message: '', deleted_at } }));
    const { readUnits, writeUnits } = await changed(conversation, place, 'gone');
    expect(readUnits).toBeLessThanOrEqual(5);
    expect(writeUnits).toBeLessThanOrEqual(6);
  });

  test('one of more than a hundred unread ones is gone: an older one takes its place, for 8 RCU at most', async () => {
    const conversation = await upToDate(240, false);
    const { ann, message_group_uuid, cursors } = conversation;
    const place = cursors[200] as string;
    const name = { message_group_uuid, message_uuid: place.slice(25) };
    await changeMessage(ann.uuid, name, (_, deleted_at) => ({ set: { message: '', deleted_at } }));
    expect((await changed(conversation, place, 'gone')).readUnits).toBeLessThanOrEqual(8);
    expect(await findDifferences(message_group_uuid, [conversation.ann.uuid, conversation.ben.uuid])).toEqual(
      [],
    );
  }, 120_000);
});

test('a projection without changes writes nothing', async () => {
  const conversation = await upToDate(2, false);
  const cursor = conversation.cursors[1] as string;
  expect(await projected(conversation, conversation.ben, [cursor])).toMatchObject({ writeUnits: 0 });
  expect(await refreshed(conversation)).toMatchObject({ writeUnits: 0 });
});

test.each([
  [1, 3],
  [10, 4],
  [100, 13],
])(
  '%i messages within one batch cost one projection: %d RCU, 6 WCU and the index entry',
  async (count, rcu) => {
    const conversation = await upToDate(2, true);
    const { ann, ben } = conversation;
    const cursors: string[] = [];
    for (let n = 0; n < count; n++) cursors.push(await storeText(ann, ben, `${n}`));
    const { readUnits, writeUnits } = await projected(conversation, ann, cursors);
    expect(writeUnits).toBe(6 + 1);
    expect(readUnits).toBeLessThanOrEqual(rcu);
  },
);

describe('a full recount, as in `rebuild` and `verify`', () => {
  test('stops at a hundred unread messages for each member: 22 RCU, however many there are', async () => {
    const cost = async (count: number) => refreshed(await createConversation(texts(count)));
    expect((await cost(210)).readUnits).toBeLessThanOrEqual(22);
    expect((await cost(300)).readUnits).toBe((await cost(210)).readUnits);
  });

  test('a hundred messages of one person: 14 RCU', async () => {
    const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
    const start = Date.now() - 200_000;
    for (let n = 0; n < 100; n++) await storeText(ann, ben, `${n}`, start + n * 1000);
    expect((await refreshed({ ann, ben })).readUnits).toBeLessThanOrEqual(14);
  });
});
