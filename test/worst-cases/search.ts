import { asMaster } from '../master.ts';
import { createLongestConversation } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

// A message is 4.9 KB, and so is a row: 1 RCU each, eventually consistent.

export const searchMessages: WorstCase[] = [
  {
    when: 'a page of 100, the longest texts',
    // The messages and the caller's row; a use of the limit. A hit takes 5,106 bytes of the answer.
    costs: { ...none, rcu: 100 + 1, wcu: 1, calls: 3, statements: 2, poolCalls: 1, kilobytes: 499 },
    async arrange() {
      const { ben: as } = await createSearched(100);
      return { as, query: { q: '𠮷'.repeat(128), limit: '100' } };
    },
  },
  {
    when: 'words of more than 2,000 messages that were deleted since, so that three pages show nothing',
    // The row with each page; a page of places takes a look at the index and one at the newest messages.
    costs: { ...none, rcu: 3 * (100 + 1), wcu: 1, calls: 7, statements: 1 + 3 * 2, poolCalls: 1 },
    async arrange() {
      const { ben: as, message_group_uuid } = await createSearched(300);
      const word = `${as.uuid.slice(0, 8)}gone`;
      await asMaster(
        (sql) => sql`
          update searched_messages set words = array_to_tsvector(array[${word}::text])
          where member_uuid = ${as.uuid}`,
      );
      await asMaster(
        (sql) => sql`
          insert into searched_messages
          select ${as.uuid}, '2020-01-01T00:00:00.000Z#' || gen_random_uuid(), ${message_group_uuid}, 0,
            array_to_tsvector(array[${word}::text]) from generate_series(1, 2000)`,
      );
      return { as, query: { q: 'gone', limit: '100' } };
    },
  },
];

/** A conversation of the longest texts that the search knows. */
async function createSearched(count: number) {
  const conversation = await createLongestConversation(count);
  const { message_group_uuid, cursors } = conversation;
  const { storeWords } = await import('../../shared/postgres/searched-messages.ts');
  const { searchedAs } = await import('../../shared/dynamo/searched-as.ts');
  const { getMessage } = await import('../../shared/dynamo/messages.ts');
  const messages = await Promise.all(cursors.map((cursor) => getMessage(message_group_uuid, cursor)));
  await storeWords(searchedAs(messages.filter((message) => message !== undefined)));
  return conversation;
}
