import { handler as project } from '../../services/stream/project.ts';
import { handler as eraseMe } from '../../services/users/erase-me.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { findJob } from '../../shared/dynamo/jobs.ts';
import { call } from '../call.ts';
import type { Fault, Schedule } from '../faults.ts';
import { jobRecordOf } from '../jobs.ts';
import type { ActionOf } from './actions.ts';
import { react } from './message-changes.ts';
import { EMOJI } from './model/messages.ts';
import { firstName } from './model/names.ts';
import { indexNew } from './search.ts';
import { sendAs } from './sends.ts';
import type { World } from './world.ts';

/** What people of a random history do with their account. */

export async function rename(world: World, schedule: Schedule, who: number, isContested: boolean) {
  const name = `${firstName(who)} called ${world.next()}`;
  world.model.names.renaming(who, name);
  const sent = { as: world.person(who), body: { display_name: name } };
  const answer = await world.ask<unknown>(schedule, [who], () => call(updateMe, 'updateMe', sent));
  if (answer === 'no answer') world.problems.push('the rename was never answered');
  else if (answer !== 'gone' && !isContested) world.model.names.renamed(who, name);
}

/** Says from whom they take first messages. */
export async function allow(
  world: World,
  schedule: Schedule,
  { who, from }: ActionOf<'allow'>,
  isContested: boolean,
): Promise<void> {
  world.model.access.allowing(who, from);
  const sent = { as: world.person(who), body: { who_may_write: from } };
  const answer = await world.ask<unknown>(schedule, [who], () => call(updateMe, 'updateMe', sent));
  if (answer === 'gone') return;
  if (answer === 'no answer' || answer.errors.length > 0) world.problems.push('who may write was not taken');
  else if (!isContested) world.model.access.allowed(who, from);
}

/** Erases the account, and begins with the steps of its job. */
export async function leave(
  world: World,
  schedule: Schedule,
  { who, messages, steps, hasLastWord, hasReacted, isFound }: ActionOf<'leave'>,
): Promise<void> {
  if (hasReacted) await reactToLast(world, who);
  if (isFound) await indexNew(world);
  world.model.leaving.leaving(who, messages);
  const erase = async () => {
    const sent = { as: world.person(who), body: { messages } };
    const answer = await world.ask<unknown>(schedule, [], () => call(eraseMe, 'eraseMe', sent));
    if (answer === 'no answer' || answer === 'gone' || answer.errors.length > 0) {
      world.problems.push('the erasure was not taken');
      return;
    }
    world.model.leaving.left(who);
    for (let step = 0; step < steps; step++) await carryOn(world, schedule, who);
  };
  await Promise.all([erase(), hasLastWord && sayLast(world, who)]);
}

/** Reacts to the newest message that somebody has from somebody else. */
async function reactToLast(world: World, who: number): Promise<void> {
  const which = world.acknowledged.findLastIndex(({ to }) => to === who);
  if (which < 0) return;
  const action = {
    kind: 'react',
    which,
    bySender: false,
    emoji: EMOJI[0],
    isOn: true,
    struck: null,
  } as const;
  await react(world, world.schedule(), action, true);
}

async function carryOn(world: World, schedule: Schedule, who: number): Promise<void> {
  const job = await findJob('erase', world.person(who).uuid);
  if (job) await schedule.process(() => project({ Records: [jobRecordOf(job)] }));
}

/** A message that the network holds back until the end of the history, when the erasure may have come to an end. */
async function sayLast(world: World, who: number): Promise<void> {
  const earlier = world.acknowledged.find((one) => one.who === who || one.to === who);
  if (!earlier) return;
  const to = earlier.who === who ? earlier.to : earlier.who;
  const schedule = world.schedule(Object.fromEntries(CALLS.map((call) => [call, 'held back' as Fault])));
  await sendAs(world, schedule, { who, to, byHandle: false, key: 'none' });
}

/** Of a send, with its retries. */
const CALLS = Array.from({ length: 12 }, (_, call) => call);
