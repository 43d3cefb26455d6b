import type { Page } from 'playwright-core';
import { composer } from './conversation.ts';

/** The median milliseconds between Enter in one page and success of `look` in the other, by one clock. */
export async function medianToBeSeen(
  from: Page,
  to: Page,
  rounds: number,
  look: (text: string) => boolean,
): Promise<number> {
  const times: number[] = [];
  // The first round only shows that both are connected.
  for (let round = 0; round <= rounds; round++) {
    const text = `${look.name} ${round}.`;
    const seen = to.waitForFunction(look, text, { polling: 'raf' }).then(() => Date.now());
    await composer(from).fill(text);
    const sentAt = Date.now();
    await composer(from).press('Enter');
    times.push((await seen) - sentAt);
  }
  const sorted = times.slice(1).sort((x, y) => x - y);
  const median = sorted[Math.floor(rounds / 2)] ?? Number.NaN;
  const longest = sorted.at(-1);
  process.stdout.write(
    `From Enter to seen in the other browser, ${look.name}: median of ${rounds} ${median} ms, longest ${longest} ms\n`,
  );
  return median;
}

/** Runs in the page. */
export function inConversation(wanted: string): boolean {
  const texts = [...document.querySelectorAll('article .text')];
  return texts.some(({ textContent }) => textContent === wanted);
}

/** Runs in the page, which has one more unread message in another conversation. */
export function inListAndTitle(wanted: string): boolean {
  const row = [...document.querySelectorAll('.group')].find(({ textContent }) =>
    textContent?.includes(wanted),
  );
  const unread = Number(row?.textContent?.match(/(\d+) unread/)?.[1]);
  return document.title.startsWith(`(${unread + 1})`);
}
