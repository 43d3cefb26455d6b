import { handler as project } from '../../services/stream/project.ts';
import { SETTLED_MS } from '../../shared/dynamo/erasure/stages.ts';
import { startRename } from '../../shared/dynamo/jobs.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import { patiently } from '../client.ts';
import { withClock } from '../clocks.ts';
import type { Schedule } from '../faults.ts';
import { overOutages } from '../install-faults.ts';
import { finishJobs } from '../jobs.ts';
import { recordOf } from '../scenarios.ts';
import { askBlock } from './rows.ts';
import { indexAll } from './search.ts';
import { pairs, type World } from './world.ts';

/** Delivers what the network held back, ends the jobs, and drains the stream: every record succeeds in the end. */
export async function settle(world: World): Promise<void> {
  for (const schedule of world.schedules) await schedule.release();
  await renameAgain(world);
  // What was under way at a block is there once it ends.
  for (const [one, other] of pairs) {
    for (const pair of [
      { who: one, to: other },
      { who: other, to: one },
    ])
      if (!world.model.leaving.mayBeGone(one, other))
        await patiently(() => askBlock(world, { ...pair, isOn: false }));
  }
  // By then nothing is under way any more for who has left.
  await withClock(SETTLED_MS + 1_000, () => finishJobs({ users: world.people.map(({ uuid }) => uuid) }));
  for (const [one, other] of pairs) {
    const members = [one, other].map((user) =>
      getRow(world.person(user).uuid, world.groupOf(one, other), { consistent: true }),
    );
    const exists = (await Promise.all(members)).some(Boolean);
    if (exists && !(await drain(world, one, other))) world.problems.push('the stream does not drain');
  }
  await indexAll(world);
}

/** A send without a key may not be repeated, so a concurrent rename may be missing: `cruddur ddb rebuild` repairs it. */
async function renameAgain(world: World): Promise<void> {
  for (const { who, to } of world.unanswered) {
    for (const { uuid } of [world.person(who), world.person(to)]) {
      const name = (await overOutages(() => findUsers([uuid]))).get(uuid);
      if (name) await startRename(uuid, name);
    }
  }
}

async function drain(world: World, one: number, other: number): Promise<boolean> {
  for (let attempt = 0; attempt < 8; attempt++) if (await projectPair(world, one, other)) return true;
  return false;
}

/** @returns whether the record was done. */
export async function projectPair(
  world: World,
  one: number,
  other: number,
  schedule?: Schedule,
): Promise<boolean> {
  const [ann, ben] = [world.person(one), world.person(other)];
  const Records = [recordOf({ ann, ben, group: world.groupOf(one, other) })];
  const run = () => project({ Records });
  const answer = await (schedule ? schedule.process(run) : run());
  return answer !== 'died' && answer.batchItemFailures.length === 0;
}
