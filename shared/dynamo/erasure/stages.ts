import { removeAccount } from '../../identity/remove-account.ts';
import type { ErasureJob } from '../jobs.ts';
import { eraseItems } from './items.ts';
import { eraseMessages } from './messages.ts';
import { eraseRows } from './rows.ts';

/**
 * After this nothing of the user's can be written any more: containers know who calls for 60 s, a function lives 6 s, and
 * clocks differ by 5 s.
 */
export const SETTLED_MS = 75_000;

/**
 * A piece of a stage, bounded: at most a hundred rows, messages or items of a kind.
 *
 * @param after where the last piece of the stage ended; empty at its beginning.
 * @returns where this one ended; undefined when the stage is done.
 */
type Stage = (job: ErasureJob, after: string) => Promise<string | undefined>;

/**
 * What an erasure does, in this order. The rows come first: from then on a send of the user's is refused. What was under
 * way then is found by the second round.
 */
const stages: [name: string, work: Stage][] = [
  ['rows', eraseRows],
  ['messages', eraseMessages],
  ['items', eraseItems],
  ['account', async ({ sub }) => removeAccount(sub)],
  ['settling', settle],
  ['rows again', eraseRows],
  ['messages again', eraseMessages],
  ['items again', eraseItems],
];

/** Does the next piece of a confirmed erasure. @returns the next checkpoint; undefined at the end. */
export async function eraseNext(job: ErasureJob): Promise<string | undefined> {
  const [name, after = ''] = (job.place ?? 'rows').split('|');
  const number = stages.findIndex(([stage]) => stage === name);
  const next = await stages[number]?.[1](job, after);
  return next === undefined ? stages[number + 1]?.[0] : `${name}|${next}`;
}

/** Each look moves the job, and so is followed by another one: a second later, the batch window of the stream. */
async function settle({ confirmed_at = '' }: ErasureJob): Promise<string | undefined> {
  return Date.now() < Date.parse(confirmed_at) + SETTLED_MS ? '' : undefined;
}
