import { randomUUID } from 'node:crypto';
import { createMessageKey } from '../../client/message-key.ts';
import type { SentMessage } from '../../shared/contract/messages.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import { call } from '../call.ts';
import {
  addLongest,
  addRequests,
  createLongest,
  createLongestConversation,
  LONGEST_TEXT,
} from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

// The longest message is 4.7 KB, and so is a row that shows it: read for 1 RCU, 2 if strongly, written for 5 WCU, 10 in a
// transaction. A row is written for another 5 into the index of message groups. Each send is counted for 1 WCU.

export const listMessages: WorstCase[] = [
  {
    when: 'a page of 100, the longest texts',
    // The caller's row and 465 KB of messages.
    costs: { ...none, rcu: 1 + 58, calls: 2, statements: 1, poolCalls: 1, kilobytes: 453 },
    async arrange() {
      const { ann: as, message_group_uuid } = await createLongestConversation(101);
      return { as, params: { message_group_uuid }, query: { limit: '100' } };
    },
  },
  {
    when: 'a page of 100 replies to 100 others, the longest texts',
    // The caller's row, 470 KB of messages, and each that is answered by itself; 95 KB of quotes.
    costs: { ...none, rcu: 1 + 58.5 + 100, calls: 3, statements: 1, poolCalls: 1, kilobytes: 548 },
    async arrange() {
      const conversation = await createLongestConversation(100);
      const { ann: as, message_group_uuid, cursors } = conversation;
      const start = Date.now() - 50_000;
      for (const [n, cursor] of cursors.entries())
        await addLongest(conversation, 1, start + n, { reply_to: cursor.slice(25) });
      return { as, params: { message_group_uuid }, query: { limit: '100' } };
    },
  },
];

export const sendMessage: WorstCase[] = [
  {
    when: 'the first message to a person, the longest text, a key that is no UUIDv7',
    // The caller's row and the blocks of both, which are not there; the message, the receipt, the receiver's block, which is not there, and
    // two rows with their index entries.
    costs: {
      ...none,
      rcu: 1 + 2,
      wcu: 10 + 2 + 2 + 2 * (10 + 5) + 1,
      calls: 4,
      statements: 2,
      poolCalls: 1,
      kilobytes: 5,
    },
    arrange: () => firstMessage(randomUUID()),
  },
  {
    when: 'the first message to a person for whom 199 requests wait, the longest texts, a UUIDv7 of an hour ago',
    // The same with a pointer for a receipt, the newest message, which is not there, and 922 KB of requests.
    costs: {
      ...none,
      rcu: 1 + 2 + 1 + 115.5,
      wcu: 10 + 2 + 2 + 2 * (10 + 5) + 1,
      calls: 6,
      statements: 2,
      poolCalls: 1,
      kilobytes: 5,
    },
    arrange: () => firstMessage(keyOfAnHourAgo(), 199),
  },
  {
    when: 'the third message of a request, the longest text, a UUIDv7 of an hour ago',
    // The caller's row, the place of the key, where nothing is, and the newest message; the message, its pointer, and the
    // places of the request.
    costs: {
      ...none,
      rcu: 2 + 1 + 2,
      wcu: 10 + 2 + 1 + 1,
      calls: 6,
      statements: 1,
      poolCalls: 1,
      kilobytes: 5,
    },
    async arrange() {
      const first = await firstMessage(keyOfAnHourAgo(), 0);
      const { handler } = await import('../../services/messaging/send-message.ts');
      const { body } = await call(handler, 'sendMessage', first);
      const { message_group_uuid } = body as SentMessage;
      const next = () => ({
        as: first.as,
        headers: { 'idempotency-key': keyOfAnHourAgo() },
        body: { message: LONGEST_TEXT, message_group_uuid },
      });
      await call(handler, 'sendMessage', next());
      return next();
    },
  },
  {
    when: 'the same once more',
    // The caller's row, the first message, and both rows; a transaction that is refused.
    costs: {
      ...none,
      rcu: 2 + 2 + 2 * 2,
      wcu: 10 + 2 + 1,
      calls: 6,
      statements: 2,
      poolCalls: 1,
      kilobytes: 5,
    },
    async arrange() {
      const first = await firstMessage(randomUUID());
      const { handler } = await import('../../services/messaging/send-message.ts');
      await call(handler, 'sendMessage', first);
      return first;
    },
  },
  {
    when: 'the next message, the longest text, a UUIDv7 of an hour ago',
    // The caller's row and the newest message; the message and its pointer.
    costs: { ...none, rcu: 2 + 2, wcu: 10 + 2 + 1, calls: 4, statements: 1, poolCalls: 1, kilobytes: 5 },
    async arrange() {
      const { ann: as, message_group_uuid } = await createLongestConversation(2);
      const headers = { 'idempotency-key': keyOfAnHourAgo() };
      return { as, headers, body: { message: LONGEST_TEXT, message_group_uuid } };
    },
  },
];

const keyOfAnHourAgo = () => createMessageKey(Date.now() - 3_600_000);

/** @param requests how many wait for the receiver; undefined if they take messages from everyone. */
async function firstMessage(key: string, requests?: number) {
  const [as, receiver] = await Promise.all([createLongest(), createLongest()]);
  if (requests !== undefined) {
    await updateProfile(receiver.sub, { who_may_write: 'requests' });
    await addRequests(receiver, requests);
  }
  return {
    as,
    headers: { 'idempotency-key': key },
    body: { message: LONGEST_TEXT, handle: receiver.handle },
  };
}
