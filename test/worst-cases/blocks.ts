import { MAX_BLOCKERS } from '../../shared/dynamo/blocks.ts';
import { createLongest, createLongestConversation, createSilent } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

// A row with the longest message is read for 2 RCU, written in a transaction for 10 WCU and for another 5 into its index.

const ofPair = async () => {
  const { ann: as, ben } = await createLongestConversation(2);
  return { as, params: { user_uuid: ben.uuid } };
};

export const blockUser: WorstCase[] = [
  {
    when: 'the longest last message',
    status: 204,
    // Both rows and the newest message; the block, its second item, and both rows.
    costs: {
      ...none,
      rcu: 2 * 2 + 2,
      wcu: 2 + 2 + 2 * (10 + 5),
      calls: 4,
      statements: 2,
      poolCalls: 1,
      kilobytes: 0,
    },
    arrange: ofPair,
  },
];

export const unblockUser: WorstCase[] = [
  {
    when: 'the longest last message',
    status: 204,
    // As the block, without the newest message; then the row, what is later than what it answers for, and the newest message.
    costs: {
      ...none,
      rcu: 2 * 2 + 2 + 1 + 2,
      wcu: 2 + 2 + 2 * (10 + 5),
      calls: 6,
      statements: 1,
      poolCalls: 1,
      kilobytes: 0,
    },
    async arrange() {
      const { block } = await import('../../shared/dynamo/blocks.ts');
      const { as, params } = await ofPair();
      await block(as.uuid, params.user_uuid);
      return { as, params };
    },
  },
];

export const listBlocks: WorstCase[] = [
  {
    when: 'a page of 100, the longest names',
    // 16 KB of blocks; 404 bytes of each are answered.
    costs: { ...none, rcu: 2, calls: 1, statements: 2, poolCalls: 1, kilobytes: 40 },
    async arrange() {
      const { block } = await import('../../shared/dynamo/blocks.ts');
      const as = await createLongest();
      for (let n = 0; n < 101; n++) await block(as.uuid, (await createSilent()).uuid);
      return { as, query: { limit: '100' } };
    },
  },
];

/** Lets more people block somebody than a search looks at. */
export async function blockByMany(userUuid: string): Promise<void> {
  const { blockerKey } = await import('../../shared/dynamo/keys.ts');
  const { loadItems } = await import('../../bench/load-items.ts');
  await loadItems(
    MAX_BLOCKERS + 1,
    (n) => ({ ...blockerKey(userUuid, `${(0xb00000 + n).toString(16)}00-0000-4000-8000-000000000000`) }),
    () => {},
  );
}
