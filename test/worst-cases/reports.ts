import { storeText } from '../conversations.ts';
import { createLongestConversation, LONGEST_TEXT } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

export const createReport: WorstCase[] = [
  {
    when: 'a message in the middle, the longest texts',
    // The caller's row, the message, and ten messages before and ten after it, 47 KB each; a use of the limit.
    costs: { ...none, rcu: 1 + 2 + 6 + 6, wcu: 1, calls: 5, statements: 2, poolCalls: 1 },
    async arrange() {
      const { ann, ben: as, message_group_uuid } = await createLongestConversation(1);
      const cursors = [];
      for (let n = 0; n < 25; n++)
        cursors.push(await storeText(ann, as, LONGEST_TEXT, Date.now() - (30 - n) * 1_000));
      const message_uuid = cursors[12]?.slice(25);
      return { as, body: { message_group_uuid, message_uuid, reason: 'other', note: '𠮷'.repeat(1_000) } };
    },
  },
];
