import * as fc from 'fast-check';
import { History } from '../histories/actions.ts';
import { play } from '../histories/play.ts';
import { SearchStream } from '../histories/search-stream.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { verifyAll } from '../search-index.ts';

/**
 * Random histories of four people against the model. A failing one shrinks, and its seed and path replay it:
 * CRUDDUR_SEED=… CRUDDUR_PATH=… npm run test:histories
 */
const { CRUDDUR_HISTORIES: histories = '15', CRUDDUR_SEED: seed, CRUDDUR_PATH: path } = process.env;
const LANES = path ? 1 : Number(process.env.CRUDDUR_LANES ?? 5);

const stream = new SearchStream();
beforeAll(installFaults);
beforeAll(() => stream.start());
afterAll(() => stream.stop());
afterAll(removeFaults);

test(`${histories} random histories with faults end as the model says`, async () => {
  const started = Date.now();
  let played = 0;
  const base = seed === undefined ? Date.now() % 2 ** 31 : Number(seed);
  const each = Math.ceil(Number(histories) / LANES);
  const property = () =>
    fc.asyncProperty(History, async (history) => {
      expect(await play(history, stream)).toEqual([]);
      played++;
    });
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    fc.assert(property(), { numRuns: each, seed: base + lane, ...(path && { path }), endOnFailure: false }),
  );
  // The stream ends only after every lane has: one that fails does not end the others.
  for (const outcome of await Promise.allSettled(lanes))
    if (outcome.status === 'rejected') throw outcome.reason;
  expect(await verifyAll()).toEqual([]);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`histories: ${played}, first seed ${base}, 0 violations, ${seconds} s\n`);
}, 14_400_000);
