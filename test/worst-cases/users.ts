import { changeEmail, createAccount } from '../accounts.ts';
import { asMaster } from '../master.ts';
import { blockByMany } from './blocks.ts';
import { createLongest, createSilent, LONGEST_NAME, LONGEST_TEXT } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

export const getUserShort: WorstCase[] = [
  {
    when: 'the longest name',
    costs: { ...none, statements: 1 },
    arrange: async () => ({ params: { handle: (await createSilent()).handle } }),
  },
];

export const searchUsers: WorstCase[] = [
  {
    when: '20 found, the longest names, after 480 other people on that day, by somebody whom 500 people block',
    // 40 KB of blocks; one use of the limit of searches, and the set of people found, 2.6 KB.
    costs: { ...none, rcu: 5, wcu: 1 + 3, calls: 3, statements: 2, poolCalls: 1, kilobytes: 8 },
    async arrange() {
      for (let n = 0; n < 21; n++) await createSilent();
      const as = await createSearcher(480);
      await blockByMany(as.uuid);
      return { as, query: { q: LONGEST_NAME } };
    },
  },
];

export const getMe: WorstCase[] = [
  {
    when: 'the e-mail address changed in the user pool',
    costs: { ...none, statements: 2, poolCalls: 2 },
    async arrange() {
      const as = await createLongest();
      await changeEmail(as, `other.${as.email}`, true);
      return { as };
    },
  },
];

export const updateMe: WorstCase[] = [
  {
    when: 'a rename while another one is under way',
    // The job, and a use of the limit.
    costs: { ...none, wcu: 1 + 1, calls: 2, statements: 2, poolCalls: 1 },
    async arrange() {
      const as = await createLongest();
      const { startRename } = await import('../../shared/dynamo/jobs.ts');
      await startRename(as.uuid, { display_name: LONGEST_NAME, name_version: 1 });
      return { as, body: { display_name: LONGEST_NAME.replace('𠮷', '野') } };
    },
  },
];

export const registerMe: WorstCase[] = [
  {
    when: 'the handle is taken',
    status: 409,
    costs: { ...none, statements: 4, poolCalls: 2 },
    async arrange() {
      const [as, { handle }] = await Promise.all([createAccount('unregistered'), createSilent()]);
      return { as, body: { handle } };
    },
  },
];

export const eraseMe: WorstCase[] = [
  {
    when: 'always: the job does the work, and its steps are bounded',
    status: 204,
    // The job, and its confirmation.
    costs: { ...none, wcu: 1 + 1, calls: 2, statements: 2, poolCalls: 1, kilobytes: 0 },
    arrange: async () => ({ as: await createLongest(), body: { messages: 'erase' } }),
  },
];

export const listHomeActivities: WorstCase[] = [
  {
    when: '100 activities, texts as long as those of messages, the longest names',
    costs: { ...none, statements: 1, kilobytes: 448 },
    async arrange() {
      const { uuid } = await createSilent();
      await asMaster(
        (sql) => sql`
          insert into activities (user_uuid, message)
          select ${uuid}, ${LONGEST_TEXT} from generate_series(1, 101)`,
      );
      return {};
    },
  },
];

export const listLimits: WorstCase[] = [
  {
    when: 'always',
    // A counter for each of nine limits.
    costs: { ...none, rcu: 9 * 0.5, calls: 9, statements: 1, poolCalls: 1 },
    arrange: async () => ({ as: await createSearcher(500) }),
  },
];

/** Somebody who has found so many people today. */
async function createSearcher(found: number) {
  const person = await createLongest();
  const { spendOnce } = await import('../../shared/dynamo/limits.ts');
  const uuids = Array.from(
    { length: found },
    (_, n) => `${(0xa00000 + n).toString(16)}00-0000-4000-8000-000000000000`,
  );
  await spendOnce('peopleFound', person.uuid, uuids);
  return person;
}
