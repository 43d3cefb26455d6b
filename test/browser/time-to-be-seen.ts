import type { Page } from 'playwright-core';

interface Measured {
  name: string;
  /** Prepares a round, which is not measured. */
  before: (text: string) => Promise<unknown>;
  act: () => Promise<unknown>;
  /** Runs in the other page: whether it shows. */
  look: (text: string) => boolean;
}

/** The milliseconds between an act in one page and its sight in the other, by one clock, of each round. */
export async function timesToBeSeen(
  to: Page,
  rounds: number,
  { name, before, act, look }: Measured,
): Promise<number[]> {
  const times: number[] = [];
  // The first round only shows that both are connected.
  for (let round = 0; round <= rounds; round++) {
    const text = `${name} ${round}.`;
    await before(text);
    const seen = to.waitForFunction(look, text, { polling: 'raf' }).then(() => Date.now());
    const begunAt = Date.now();
    await act();
    times.push((await seen) - begunAt);
  }
  return times.slice(1);
}
