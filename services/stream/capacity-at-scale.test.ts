import { randomUUID } from 'node:crypto';
import { loadItems } from '../../bench/load-items.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { newMessage } from '../../shared/dynamo/messages.ts';
import { createExtra, type Person } from '../../test/accounts.ts';
import { storeText } from '../../test/conversations.ts';
import { marked, projected, refreshed } from '../../test/spent.ts';
import { withoutStream } from '../../test/table.ts';

/**
 * Consumed capacity of a message and a read marker in the worst conversations: long texts, many messages, and one
 * person who is never answered. The largest text, 1,024 emoji, is 4 KB.
 */

const LONGEST = '😀'.repeat(1024);
const SECOND = 1_000;

/** A conversation of `count` messages, one second apart, the newest a minute old, with matching rows. */
async function createLong(
  count: number,
  text: string,
  senderOf: (n: number, people: [Person, Person]) => Person,
) {
  const people = (await Promise.all([createExtra(), createExtra()])) as [Person, Person];
  const [ann, ben] = people;
  const start = Date.now() - (count + 60) * SECOND;
  await storeText(ann, ben, text, start - SECOND);
  const message_group_uuid = messageGroupUuid(ann.uuid, ben.uuid);
  const at = (n: number) => new Date(start + n * SECOND).toISOString();
  await loadItems(
    count,
    (n) => {
      const { uuid: user_uuid, display_name: user_display_name, handle: user_handle } = senderOf(n, people);
      return newMessage({
        ...{ message_group_uuid, message_uuid: randomUUID(), message: text, created_at: at(n) },
        ...{ user_uuid, user_display_name, user_handle, member_uuids: [ann.uuid, ben.uuid] },
      }).Put.Item;
    },
    () => {},
  );
  // As if each message had been projected on arrival.
  await refreshed({ ann, ben });
  return { ann, ben, message_group_uuid, at };
}

const lastOf = (at: string) => `${at}#ffffffff-ffff-4fff-bfff-ffffffffffff`;

beforeAll(withoutStream);

describe.each<[string, number, string, (n: number, people: [Person, Person]) => Person]>([
  ['1,100 unanswered messages of the longest texts', 1_100, LONGEST, (_, [ann]) => ann],
  ['100,000 unanswered messages', 100_000, 'short', (_, [ann]) => ann],
  ['1,100 messages of the longest texts from both', 1_100, LONGEST, (n, people) => people[n % 2] as Person],
])('after %s', (_, count, text, senderOf) => {
  let long: Awaited<ReturnType<typeof createLong>>;
  beforeAll(async () => {
    long = await createLong(count, text, senderOf);
  }, 300_000);

  test('a message costs at most 14 RCU to project, and so does an answer', async () => {
    const { ann, ben } = long;
    for (const [from, to] of [
      [ann, ben],
      [ann, ben],
      [ben, ann],
    ] as const) {
      const cursor = await storeText(from, to, text);
      const { readUnits, writeUnits } = await projected(long, from, [cursor]);
      expect(readUnits).toBeLessThanOrEqual(14);
      // One more for the index of unread groups, where it is the first unread message.
      expect(writeUnits).toBeLessThanOrEqual((text === LONGEST ? 30 : 6) + 1);
    }
  });

  test('a read marker costs at most 10 RCU, at any place and for either member', async () => {
    for (const member of [long.ann, long.ben]) {
      for (const n of [1, count / 2, count - 50, count - 1]) {
        const { readUnits, writeUnits } = await marked(long, member, lastOf(long.at(n)));
        expect(readUnits).toBeLessThanOrEqual(10);
        expect(writeUnits).toBeLessThanOrEqual((text === LONGEST ? 10 : 2) + 1);
      }
    }
  });
});

test('a burst of the longest texts costs at most 3 RCU for each', async () => {
  const long = await createLong(100, LONGEST, (_, [ann]) => ann);
  const { ann, ben } = long;
  for (let batch = 0; batch < 3; batch++) {
    const cursors: string[] = [];
    for (let n = 0; n < 20; n++) cursors.push(await storeText(ann, ben, LONGEST));
    expect((await projected(long, ann, cursors)).readUnits).toBeLessThanOrEqual(3 * 20);
  }
}, 120_000);
