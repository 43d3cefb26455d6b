import type { Page } from 'playwright-core';

interface Measured {
  name: string;
  /** Prepares a round, which is not measured. */
  before: (text: string) => Promise<unknown>;
  act: () => Promise<unknown>;
  /** Runs in the other page: whether it shows. */
  look: (text: string) => boolean;
}

/** Prints the median milliseconds between an act in one page and its sight in the other, by one clock. */
export async function medianToBeSeen(
  to: Page,
  rounds: number,
  { name, before, act, look }: Measured,
): Promise<void> {
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
  const sorted = times.slice(1).sort((x, y) => x - y);
  const median = sorted[Math.floor(rounds / 2)];
  process.stdout.write(
    `Until the other browser shows it, ${name}: median of ${rounds} ${median} ms, longest ${sorted.at(-1)} ms\n`,
  );
}
