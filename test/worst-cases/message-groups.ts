import type { SentMessage } from '../../shared/contract/messages.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import type { Person } from '../accounts.ts';
import { call } from '../call.ts';
import { storeText } from '../conversations.ts';
import { refreshed } from '../spent.ts';
import {
  addLongest,
  createLongest,
  createLongestConversation,
  createSilent,
  LONGEST_TEXT,
} from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

export const listMessageGroups: WorstCase[] = [
  {
    when: 'a page of 100, the longest last texts',
    // 466 KB of the index.
    costs: { ...none, rcu: 58.5, calls: 1, statements: 1, poolCalls: 1, kilobytes: 448 },
    arrange: async () => ({ as: await createPopular(101), query: { limit: '100' } }),
  },
  {
    when: 'a page of 100 and five pinned ones, the longest last texts',
    // The same, and 23 KB of pinned ones.
    costs: { ...none, rcu: 58.5 + 3, calls: 2, statements: 1, poolCalls: 1, kilobytes: 470 },
    async arrange() {
      const as = await createPopular(106);
      const { changeRow } = await import('../../shared/dynamo/row-settings.ts');
      const { listMessageGroups: find } = await import('../../shared/dynamo/list-message-groups.ts');
      const { items } = await find(as.uuid, 'inbox', { limit: 5 });
      for (const { message_group_uuid } of items)
        await changeRow(as.uuid, message_group_uuid, { pinned: true });
      return { as, query: { limit: '100', pinned: 'true' } };
    },
  },
  {
    when: 'the unread ones, 100 of them, the longest last texts',
    // 12 KB of the index of unread groups, and each row by itself.
    costs: { ...none, rcu: 1.5 + 100 * 1, calls: 2, statements: 1, poolCalls: 1, kilobytes: 448 },
    arrange: async () => ({ as: await createPopular(101), query: { limit: '100', unread: 'true' } }),
  },
];

export const getMessageGroup: WorstCase[] = [
  {
    when: 'the longest last text',
    // Both rows.
    costs: { ...none, rcu: 1 + 1, calls: 2, statements: 1, poolCalls: 1, kilobytes: 5 },
    async arrange() {
      const { ann: as, message_group_uuid } = await createLongestConversation(1);
      return { as, params: { message_group_uuid } };
    },
  },
];

export const updateMessageGroup: WorstCase[] = [
  {
    when: 'deleted for oneself and archived, hundreds of unread messages, the longest texts',
    // The row, the newest message, nothing later, and the message at the end; the row, its two entries in the index of lists,
    // of which the new one has no text, and that of the unread groups.
    costs: {
      ...none,
      rcu: 2 + 2 + 1 + 2,
      wcu: 5 + 5 + 1 + 1,
      calls: 5,
      statements: 1,
      poolCalls: 1,
      kilobytes: 1,
    },
    async arrange() {
      const { ben: as, message_group_uuid } = await createLongestConversation(210);
      return { as, params: { message_group_uuid }, body: { cleared: true, list: 'archived' } };
    },
  },
  {
    when: 'a request accepted, the longest last text',
    // The row; both rows in a transaction, the two entries of the own one in the index of lists and its entry in that of the
    // unread groups, and the entry of the other one.
    costs: {
      ...none,
      rcu: 2,
      wcu: 2 * 10 + 5 + 5 + 1 + 5,
      calls: 2,
      statements: 1,
      poolCalls: 1,
      kilobytes: 5,
    },
    async arrange() {
      const [ann, ben] = await Promise.all([createLongest(), createLongest()]);
      await updateProfile(ben.sub, { who_may_write: 'requests' });
      const { handler } = await import('../../services/messaging/send-message.ts');
      const body = { message: LONGEST_TEXT, handle: ben.handle };
      const { body: sent } = await call(handler, 'sendMessage', { as: ann, body });
      await refreshed({ ann, ben });
      const { message_group_uuid } = sent as SentMessage;
      return { as: ben, params: { message_group_uuid }, body: { list: 'inbox' } };
    },
  },
  {
    when: 'pinned as the fifth, the longest last texts',
    // The row and four pinned ones; the row and its two entries.
    costs: { ...none, rcu: 2 + 2.5, wcu: 5 + 5 + 5, calls: 3, statements: 1, poolCalls: 1, kilobytes: 5 },
    async arrange() {
      const as = await createPopular(5);
      const { changeRow } = await import('../../shared/dynamo/row-settings.ts');
      const { listMessageGroups } = await import('../../shared/dynamo/list-message-groups.ts');
      const { items } = await listMessageGroups(as.uuid, 'inbox', { limit: 5 });
      for (const { message_group_uuid } of items.slice(1))
        await changeRow(as.uuid, message_group_uuid, { pinned: true });
      return {
        as,
        params: { message_group_uuid: items[0]?.message_group_uuid ?? '' },
        body: { pinned: true },
      };
    },
  },
];

export const markRead: WorstCase[] = [
  {
    when: 'the last of hundreds of unread messages, the longest texts',
    // The row, nothing later, and the message at the marker; the row, its index entry, and that of the unread groups.
    costs: { ...none, rcu: 2 + 1 + 2, wcu: 5 + 5 + 1, calls: 4, statements: 1, poolCalls: 1 },
    async arrange() {
      const { ben: as, message_group_uuid, cursors } = await createLongestConversation(210);
      return { as, params: { message_group_uuid }, body: { cursor: cursors.at(-1) } };
    },
  },
  {
    when: 'one of hundreds of unread messages, the longest texts, five of them just now',
    // The row, the newest four messages again, and the message at the marker; the row and its index entry, which are just
    // above 5 KB with the times of a hundred unread messages.
    costs: { ...none, rcu: 2 + 5 + 2, wcu: 6 + 6, calls: 4, statements: 1, poolCalls: 1 },
    async arrange() {
      const conversation = await createLongestConversation(210);
      const { ann, ben: as, message_group_uuid, cursors } = conversation;
      const now = Date.now();
      for (let n = 5; n > 0; n--) await storeText(ann, as, LONGEST_TEXT, now - n);
      await refreshed(conversation);
      return { as, params: { message_group_uuid }, body: { cursor: cursors[100] } };
    },
  },
  {
    when: 'after 1,000 own messages of the longest texts that were not projected yet',
    // The row, ten pages, at which reading back ends, and the message at the marker; the row and its index entry.
    costs: { ...none, rcu: 2 + 10 * 116 + 2, wcu: 5 + 5, calls: 13, statements: 1, poolCalls: 1 },
    async arrange() {
      const conversation = await createLongestConversation(2);
      const { ann: as, message_group_uuid, cursors } = conversation;
      await addLongest(conversation, 1_001, Date.now() - 10_000, { stepMs: 10 });
      return { as, params: { message_group_uuid }, body: { cursor: cursors[1] } };
    },
  },
];

/** Somebody to whom so many people have written. */
async function createPopular(count: number): Promise<Person> {
  const ann = await createLongest();
  for (let n = 0; n < count; n += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - n) }, () => writeTo(ann)));
  return ann;
}

const AT_ONCE = 8;

async function writeTo(ann: Person): Promise<void> {
  const ben = await createSilent();
  await storeText(ben, ann, LONGEST_TEXT);
  await refreshed({ ann, ben });
}
