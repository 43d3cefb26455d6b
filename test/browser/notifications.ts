import type { BrowserContext, Page } from 'playwright-core';
import { newContext } from './browser.ts';
import { type Person, storageOf } from './people.ts';

/** What a page asked of the browser, and showed. */
interface Asked {
  asked: number;
  shown: { title: string; body: string; tag: string }[];
  /** The number at the icon of the installed application. */
  badge: number;
}

/**
 * A profile whose user has allowed notifications, without a service worker. Its pages count what they ask for, and are on
 * the screen or hidden as {@link hide} says: a browser without windows has no hidden ones.
 */
export async function contextWithNotifications(person: Person): Promise<BrowserContext> {
  const context = await newContext({ storageState: storageOf(person), bypassCSP: true });
  await context.grantPermissions(['notifications']);
  await context.addInitScript(() => {
    const state = { asked: 0, shown: [] as object[], badge: 0, pressed: () => {}, isHidden: false };
    const Shown = class {
      static readonly permission = 'granted';
      static async requestPermission() {
        state.asked++;
        return 'granted';
      }
      onclick = () => {};
      constructor(title: string, { body, tag }: NotificationOptions) {
        state.shown.push({ title, body, tag });
        state.pressed = () => this.onclick();
      }
      close() {}
    };
    Object.assign(globalThis, { Notification: Shown, state });
    const setAppBadge = async (count: number) => {
      state.badge = count;
    };
    Object.assign(navigator, { setAppBadge, clearAppBadge: () => setAppBadge(0) });
    Object.defineProperty(document, 'hidden', { get: () => state.isHidden });
    // An empty page has none.
    if ('serviceWorker' in navigator) navigator.serviceWorker.getRegistration = async () => undefined;
  });
  return context;
}

/** Hides pages, or shows them again. */
export async function hide(pages: readonly Page[], isHidden = true): Promise<void> {
  for (const page of pages)
    await page.evaluate((isHidden) => {
      Object.assign((globalThis as unknown as { state: object }).state, { isHidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
}

/** What a page has asked and shown, once no tab is about to show anything. */
export function askedBy(page: Page): Promise<Asked> {
  return page.evaluate(() =>
    navigator.locks.request('cruddur.notify', () => (globalThis as unknown as { state: Asked }).state),
  );
}

/** Presses the last notification of a page. */
export const press = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as { state: { pressed(): void } }).state.pressed());
