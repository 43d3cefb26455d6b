import type { Page } from 'playwright-core';

/** What scrolling took. */
export interface Scrolled {
  pixels: number;
  /** Milliseconds from each frame to the next. */
  frames: number[];
  /** Processor time of the page's main thread, in milliseconds: a busy machine does not change it. */
  cpu: { all: number; script: number; layout: number; style: number };
  /** The most elements that the page had. */
  elements: number;
}

/** As fast as a person turns a wheel to get far. */
export const PIXELS_PER_SECOND = 4_000;

/** Scrolls steadily by the wheel over the middle of an area: up if `pixels` is negative. */
export async function scrollSteadily(page: Page, area: string, pixels: number): Promise<Scrolled> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const figures = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (name: string) => (metrics.find((each) => each.name === name)?.value ?? Number.NaN) * 1000;
    return [
      of('TaskDuration'),
      of('ScriptDuration'),
      of('LayoutDuration'),
      of('RecalcStyleDuration'),
    ] as const;
  };
  const box = await page.locator(area).boundingBox();
  const middle = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  await page.evaluate(watchScroll, area);
  const before = await figures();
  await devtools.send('Input.synthesizeScrollGesture', {
    ...middle,
    ...{ yDistance: -pixels, speed: PIXELS_PER_SECOND, gestureSourceType: 'mouse', preventFling: true },
  });
  const after = await figures();
  const { frames, travelled, elements } = await page.evaluate(() => window.endOfScroll());
  const [all = 0, script = 0, layout = 0, style = 0] = after.map(
    (value, index) => value - (before[index] ?? 0),
  );
  await devtools.detach();
  return { pixels: travelled, frames, elements, cpu: { all, script, layout, style } };
}

declare global {
  interface Window {
    endOfScroll(): { frames: number[]; travelled: number; elements: number };
  }
}

/** Runs in the page: notes each frame until `endOfScroll`. */
function watchScroll(selector: string): void {
  const area = document.querySelector(selector);
  const noted = { frames: [] as number[], travelled: 0, elements: 0 };
  let [last, top, isOver] = [performance.now(), area?.scrollTop ?? 0, false];
  const note = (now: number) => {
    noted.frames.push(now - last);
    noted.elements = Math.max(noted.elements, document.querySelectorAll('*').length);
    noted.travelled += Math.abs((area?.scrollTop ?? 0) - top);
    last = now;
    top = area?.scrollTop ?? 0;
    if (!isOver) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  window.endOfScroll = () => {
    isOver = true;
    return noted;
  };
}
