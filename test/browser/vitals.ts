import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

/** What the browser's own observers tell of a page. The first three are by the rules of Google's library `web-vitals`. */
export interface Vitals {
  /** Milliseconds from the navigation until the largest text or picture shows. */
  LCP?: number;
  /** How far the page jumped without being touched; 0 is not at all. */
  CLS?: number;
  /** Milliseconds from an input to the next frame: the longest, and one is left out of every 50 inputs. */
  INP?: number;
  /** The milliseconds of each input since `longestInput` that took at least 16. */
  inputs: number[];
}

const library = join(dirname(createRequire(import.meta.url).resolve('web-vitals')), 'web-vitals.iife.js');
/** The shortest that the browser tells of. */
const SHORTEST_MS = 16;

/** Watches every page that a browser profile opens from now on. */
export async function watchVitals(context: BrowserContext): Promise<void> {
  await context.addInitScript(`${readFileSync(library)};window.webVitals = webVitals;`);
  await context.addInitScript((durationThreshold) => {
    const vitals: Vitals = { inputs: [] };
    const { onLCP, onCLS, onINP } = Reflect.get(window, 'webVitals') as typeof import('web-vitals');
    const note = ({ name, value }: { name: string; value: number }) => Reflect.set(vitals, name, value);
    for (const on of [onLCP, onCLS]) on(note, { reportAllChanges: true });
    onINP(note, { reportAllChanges: true, durationThreshold });
    const observer = new PerformanceObserver((list) => {
      const entries = list.getEntries() as PerformanceEventTiming[];
      vitals.inputs.push(...entries.filter((each) => each.interactionId).map(({ duration }) => duration));
    });
    observer.observe({ type: 'event', durationThreshold } as PerformanceObserverInit);
    Reflect.set(window, 'vitals', vitals);
  }, SHORTEST_MS);
}

/** The figures up to now: what was painted last has been observed. */
export function vitalsOf(page: Page): Promise<Vitals> {
  return page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
    return Reflect.get(window, 'vitals') as Vitals;
  });
}

/** The longest of the inputs since the last call, in milliseconds; as a text if all were shorter than is told of. */
export async function longestInput(page: Page): Promise<number | string> {
  const { inputs } = await vitalsOf(page);
  await page.evaluate(() => (Reflect.get(window, 'vitals') as Vitals).inputs.splice(0));
  return inputs.length > 0 ? Math.max(...inputs) : `under ${SHORTEST_MS}`;
}
