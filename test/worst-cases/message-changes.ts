import { EDITS_MAX } from '../../shared/contract/message-changes.ts';
import { call } from '../call.ts';
import { addLongest, createLongestConversation, LONGEST_TEXT } from './longest.ts';
import { createWithReactions } from './reactions.ts';
import { none, type WorstCase } from './worst-case.ts';

// A changed message is 4.9 KB, 5 WCU, in the index of changes again; its entry there is deleted and written anew. An earlier
// text is 4.3 KB, 5 WCU. In a transaction the items cost twice, the index entries do not.

export const editMessage: WorstCase[] = [
  {
    when: 'the last edit, the longest texts',
    // The message and the sender's row; the counter, the earlier text, the message, and its old and its new entry.
    costs: {
      ...none,
      rcu: 2 + 2,
      wcu: 1 + 10 + 10 + 5 + 5,
      calls: 4,
      statements: 1,
      poolCalls: 1,
      kilobytes: 5,
    },
    async arrange() {
      const { as, params } = await createEdited(EDITS_MAX - 1);
      return { as, params, body: { message: anotherText(EDITS_MAX) } };
    },
  },
];

export const deleteMessage: WorstCase[] = [
  {
    when: 'a message with all its edits, the longest texts',
    // The message and its earlier texts; each of these, the message, and its old and its new, empty entry.
    costs: {
      ...none,
      rcu: 2 + 11,
      wcu: EDITS_MAX * 5 + 5 + 5 + 1,
      calls: 3 + EDITS_MAX,
      statements: 1,
      poolCalls: 1,
      kilobytes: 0,
    },
    status: 204,
    arrange: () => createEdited(EDITS_MAX),
  },
];

export const listEdits: WorstCase[] = [
  {
    when: 'a message with all its edits, the longest texts',
    costs: { ...none, rcu: 2 + 11, calls: 2, statements: 1, poolCalls: 1, kilobytes: 41 },
    arrange: () => createEdited(EDITS_MAX),
  },
];

export const listChanges: WorstCase[] = [
  {
    when: 'a page of 100, the longest texts',
    // The caller's row and 491,000 bytes of the index.
    costs: { ...none, rcu: 1 + 60, calls: 2, statements: 1, poolCalls: 1, kilobytes: 462 },
    async arrange() {
      const conversation = await createLongestConversation(1);
      const { ann: as, message_group_uuid } = conversation;
      const now = new Date().toISOString();
      await addLongest(conversation, 101, Date.now() - 200_000, {
        ...{
          changed_at: now,
          edited_at: now,
          edit_count: EDITS_MAX,
          revision: EDITS_MAX,
          sent_digest: 'd'.repeat(43),
        },
      });
      return { as, params: { message_group_uuid }, query: { since: now, limit: '100' } };
    },
  },
];

export const hideMessage: WorstCase[] = [
  {
    when: 'a message with all its reactions, the longest text',
    // The message; the message, and its old and its new entry.
    costs: { ...none, rcu: 2, wcu: 6 + 6 + 6, calls: 2, statements: 1, poolCalls: 1, kilobytes: 0 },
    status: 204,
    arrange: () => createWithReactions(10),
  },
];

/** The only message of a conversation after so many edits. */
async function createEdited(edits: number) {
  const { ann: as, message_group_uuid, cursors } = await createLongestConversation(1);
  const params = { message_group_uuid, message_uuid: cursors[0]?.slice(25) ?? '' };
  const { handler } = await import('../../services/messaging/edit-message.ts');
  for (let n = 0; n < edits; n++)
    await call(handler, 'editMessage', { as, params, body: { message: anotherText(n) } });
  return { as, params };
}

/** As long as the longest, and another one for each number. */
const anotherText = (n: number) => `${LONGEST_TEXT.slice(2)}${String.fromCodePoint(0x20c00 + n)}`;
