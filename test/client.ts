import type { Answer } from './call.ts';
import type { Schedule } from './faults.ts';

/** What a client got in the end: an answer, or nothing that it could rely on. */
export type Asked<Body> = Answer<Body> | 'no answer';

/**
 * What a client does: asks, each time a process of its own, until it is answered.
 *
 * @throws if it is answered 500, which no fault of a store may cause.
 */
export async function untilAnswered<Body>(
  schedule: Schedule,
  ask: () => Promise<Answer<Body>>,
  { tries = 40, name = '' } = {},
): Promise<Asked<Body>> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await schedule.process(ask, name);
    if (answer === 'died') continue;
    if (answer.status === 500) throw new Error(`answered 500 to ${JSON.stringify(schedule.plan)}`);
    if (answer.status !== 503 && answer.status !== 429) return answer;
  }
  return 'no answer';
}

/** Asks until the answer is no 503, which a machine under load may give without any fault of ours. */
export async function patiently<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  let answer = await ask();
  for (let attempt = 0; attempt < 20 && answer.status === 503; attempt++) answer = await ask();
  return answer;
}
