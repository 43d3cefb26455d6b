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

/** A request to this local cloud takes this long on a machine with nothing else to do. */
const REQUEST_MS = 20;
const REQUESTS = 15;

/** A second in milliseconds; longer in proportion where a request is slower than on an idle machine. */
export async function secondHere(page: Page): Promise<number> {
  const median = await page.evaluate(async (count) => {
    const times: number[] = [];
    for (let request = 0; request < count; request++) {
      const from = performance.now();
      await fetch('/api/users/londo/short', { cache: 'no-store' });
      times.push(performance.now() - from);
    }
    return times.sort((x, y) => x - y)[Math.floor(count / 2)] ?? 0;
  }, REQUESTS);
  return 1000 * Math.max(1, median / REQUEST_MS);
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
