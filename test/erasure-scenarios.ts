import { handler as project } from '../services/stream/project.ts';
import { handler as eraseMe } from '../services/users/erase-me.ts';
import { SETTLED_MS } from '../shared/dynamo/erasure/stages.ts';
import type { Job } from '../shared/dynamo/jobs.ts';
import { messageGroupUuid } from '../shared/dynamo/keys.ts';
import { findNewestMessage } from '../shared/dynamo/messages.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { findErased } from '../shared/postgres/erasure.ts';
import { createExtra, type Person } from './accounts.ts';
import { call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { surely, untilAnswered } from './client.ts';
import { withClock } from './clocks.ts';
import { storeText } from './conversations.ts';
import type { Schedule } from './faults.ts';
import { jobRecordOf, unfinishedJobs } from './jobs.ts';
import { edit, nameOf } from './messages.ts';
import { createPair } from './scenarios.ts';
import type { Scenario } from './schedules.ts';
import { whereIs } from './table.ts';

/** Erasures under faults and beside other operations. */

type Writer = Awaited<ReturnType<typeof createWriter>>;

export const OWN_TEXT = 'what ann has written';
const EARLIER_TEXT = 'what ann had written before';

/** Ann has written to Ben, and changed it. She does not know Cat yet. */
export async function createWriter() {
  const [pair, cat] = await Promise.all([createPair(), createExtra()]);
  const cursor = await storeText(pair.ann, pair.ben, EARLIER_TEXT, Date.now() - 60_000);
  await surely(() => edit(pair.ann, nameOf(pair.group, cursor), OWN_TEXT));
  return { ...pair, cat };
}

export const eraseAs =
  (as: Person) =>
  (schedule: Schedule, name = '') =>
    untilAnswered(schedule, () => call(eraseMe, 'eraseMe', { as, body: { messages: 'erase' } }), { name });

/**
 * Carries an erasure on, each step in a process of its own, as the stream does, until it ends.
 *
 * @param until a stage before which it stops.
 */
export async function carryOn(
  { uuid }: Person,
  step: (work: () => Promise<unknown>) => Promise<unknown>,
  until?: string,
): Promise<void> {
  const isOver = (job: Job | undefined) =>
    !job || (until !== undefined && job.place?.split('|')[0] === until);
  for (let steps = 0; steps < 1_000; steps++) {
    const job = (await unfinishedJobs()).find(
      ({ kind, user_uuid }) => kind === 'erase' && user_uuid === uuid,
    );
    if (!job || isOver(job)) return;
    await step(() => project({ Records: [jobRecordOf(job)] }));
  }
  throw new Error('The erasure does not come to an end.');
}

/** What is left of Ann, once nothing moves any more. */
export async function leftOf({ ann, ben, cat }: Writer, others: readonly string[] = []): Promise<string[]> {
  await withClock(SETTLED_MS + 1_000, () => carryOn(ann, (work) => work()));
  const problems = (await findErased([ann.uuid])).has(ann.uuid) ? [] : ['Postgres knows the user'];
  for (const other of [ben, cat]) {
    const group = messageGroupUuid(ann.uuid, other.uuid);
    if (await findNewestMessage(group)) await refreshMessageGroup(group, [ann.uuid, other.uuid]);
    for (const word of [OWN_TEXT, EARLIER_TEXT, ann.handle, ...others])
      problems.push(...(await whereIs(word, [ann.uuid, other.uuid], group)));
    problems.push(...(await checkPeople([ann.uuid, other.uuid], [group])).violations);
  }
  return problems;
}

export const erasure: Scenario = {
  name: 'erasure',
  async prepare() {
    const pair = await createWriter();
    return {
      run: async (schedule) => {
        if ((await eraseAs(pair.ann)(schedule)) === 'no answer') throw new Error('never answered');
        await withClock(SETTLED_MS + 1_000, () => carryOn(pair.ann, (work) => schedule.process(work)));
      },
      check: () => leftOf(pair),
    };
  },
};
