import type { Answer } from './call.ts';
import type { Schedule } from './faults.ts';

/** A client's final result: an answer, or none. */
export type Asked<Body> = Answer<Body> | 'no answer';

/**
 * A retrying client: asks until it is answered, each try in a new process.
 *
 * @throws on a 500, which no fault of a store may cause.
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

/** Retries on 503, which a machine under load may cause. */
export async function patiently<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  let answer = await ask();
  for (let attempt = 0; attempt < 20 && answer.status === 503; attempt++) answer = await ask();
  return answer;
}

/** A request that prepares a test: asked {@link patiently}, and done. */
export async function surely<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const answer = await patiently(ask);
  if (answer.errors.length > 0) throw new Error(`a test could not be prepared: ${answer.errors}`);
  return answer;
}
