import { setTimeout as pause } from 'node:timers/promises';

/** Rate limit: runs work sequentially and waits in between, so that it takes `limit` units a second on average. */
export function paced(limit: number) {
  const started = performance.now();
  let units = 0;
  return async <Done>(work: () => Promise<{ done: Done; writeUnits: number }>): Promise<Done> => {
    const { done, writeUnits } = await work();
    units += writeUnits;
    const wait = (units / limit) * 1000 - (performance.now() - started);
    if (wait > 0) await pause(wait);
    return done;
  };
}
