import { addLongest, createLongestConversation } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

export const exportMe: WorstCase[] = [
  {
    when: 'a page of the longest texts',
    // No devices and no blocks, the row, and 50 messages of 232 KB; the row and as many once more; a use of the limit. The kind and the group of a
    // line are 77 bytes more than in a page of messages.
    costs: {
      ...none,
      rcu: 0.5 + 0.5 + 1 + 29 + 1 + 29,
      wcu: 1,
      calls: 7,
      statements: 1,
      poolCalls: 1,
      kilobytes: 466,
    },
    async arrange() {
      const { ann: as } = await createLongestConversation(120);
      return { as };
    },
  },
  {
    when: 'hundreds of messages that the caller has deleted for themselves, the longest texts',
    // No devices and no blocks, the row, and ten times 50 messages, at which a page ends; a use of the limit.
    costs: {
      ...none,
      rcu: 0.5 + 0.5 + 1 + 10 * 29.5,
      wcu: 1,
      calls: 14,
      statements: 1,
      poolCalls: 1,
      kilobytes: 6,
    },
    async arrange() {
      const conversation = await createLongestConversation(1);
      const { ann: as } = conversation;
      await addLongest(conversation, 600, Date.parse('2026-01-01T00:00:00.000Z'), {
        hidden_from: new Set([as.uuid]),
      });
      return { as };
    },
  },
];
