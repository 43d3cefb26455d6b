import type { Page } from 'playwright-core';
import { until } from './until.ts';

declare global {
  interface Window {
    focusFaults: string[];
    heard: string[];
  }
}

/** Notes from now on where the focus is lost, or where the focused element does not show that it is. */
export async function watchFocus(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    window.focusFaults = [];
    let last = '';
    const wordsOf = (element: Element) => `${element.tagName} ${element.outerHTML.slice(0, 90)}`;
    const isRing = ({ outlineStyle, outlineWidth, outlineColor }: CSSStyleDeclaration) =>
      outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$/.test(outlineColor);
    /** A ring around it, around what stands for it, or around the box that it fills. */
    const isShown = (element: Element) => {
      const boxes = [element, element.parentElement, element.parentElement?.parentElement];
      const rings = boxes.filter((box) => box instanceof Element).map((box) => getComputedStyle(box));
      return [...rings, getComputedStyle(element, '::after')].some(isRing);
    };
    // A heading takes the focus only so that reading begins there.
    const needsNone = (element: Element) => element.matches('h1, [role=menu], dialog');
    addEventListener('focusin', ({ target }) =>
      requestAnimationFrame(() => {
        if (!(target instanceof Element) || target !== document.activeElement) return;
        last = wordsOf(target);
        if (!needsNone(target) && !isShown(target)) window.focusFaults.push(`not shown: ${last}`);
      }),
    );
    let framesLost = 0;
    // From the last control of a dialog Tab leads to the browser's own.
    const isLost = () => document.activeElement === document.body && !document.querySelector('dialog[open]');
    const look = () => {
      framesLost = last && isLost() ? framesLost + 1 : 0;
      // A browser moves the focus and paints in one frame; React may need the next one.
      if (framesLost === 3) window.focusFaults.push(`lost, last on: ${last}`);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

export const focusFaults = (page: Page): Promise<string[]> => page.evaluate(() => window.focusFaults);

/** Notes from now on what live regions say where it is heard: beside an open dialog the page is inert, and silent. */
export async function watchLiveRegions(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    window.heard = [];
    const hear = (node: Node | null) => {
      const element = node instanceof Element ? node : node?.parentElement;
      const region = element?.closest('[role=status], [role=alert], [aria-live]');
      const isInert = !(document.querySelector('dialog:modal')?.contains(region ?? null) ?? true);
      if (region?.textContent && !isInert) window.heard.push(region.textContent);
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData') hear(target);
        for (const node of addedNodes) {
          hear(node);
          if (node instanceof Element) node.querySelectorAll('[role=alert]').forEach(hear);
        }
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

/** Waits until a live region says this, after what was waited for before. */
export async function hear(page: Page, sentence: string): Promise<void> {
  const takeUpTo = (words: string) => {
    const at = window.heard.findIndex((each) => each.includes(words));
    return at >= 0 && window.heard.splice(0, at + 1);
  };
  try {
    await page.waitForFunction(takeUpTo, sentence);
  } catch (cause) {
    const heard = await page.evaluate(() => window.heard);
    throw new Error(`“${sentence}” was not heard, but: ${heard.join(' | ')}`, { cause });
  }
}

/** The accessible name of the focused element, as far as the page gives it one. */
export async function focusedName(page: Page): Promise<string> {
  const [name = ''] = await page.locator(':focus').evaluateAll(namesOf);
  return name;
}

/** Runs in the page. */
function namesOf(elements: Element[]): string[] {
  return elements.map((element) => {
    const label = (element as HTMLInputElement).labels?.[0]?.textContent;
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim();
  });
}

/** Waits until the focus is on what has this name. */
export async function focusOn(page: Page, name: string): Promise<void> {
  try {
    await until(async () => (await focusedName(page)).startsWith(name));
  } catch (cause) {
    throw new Error(`The focus is not on “${name}”, but on “${await focusedName(page)}”.`, { cause });
  }
}

const MOST_PRESSES = 80;

/** Waits for what begins with a name, then presses a key, by default Tab, until it has the focus. */
export async function moveTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  const all = page.locator('a, button, input, select, textarea, [tabindex]');
  await until(async () => (await all.evaluateAll(namesOf)).some((one) => one.startsWith(name)));
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if ((await focusedName(page)).startsWith(name)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach “${name}”, but ends at “${await focusedName(page)}”.`);
}

/** Moves to something by the keyboard and presses Enter on it. */
export async function enter(page: Page, name: string, key = 'Tab'): Promise<void> {
  await moveTo(page, name, key);
  await page.keyboard.press('Enter');
}

/** Types into what has the focus, and presses Enter. */
export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Types in place of what the focused field holds, and presses Enter. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await type(page, text);
}
