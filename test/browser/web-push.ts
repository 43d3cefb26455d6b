import type { BrowserContext, Page, Request } from 'playwright-core';
import { newContext } from './browser.ts';
import { type Person, storageOf } from './people.ts';

interface Options {
  locale?: string;
}

/** The settings of a person who has allowed notifications, with a service worker that is ready. */
export async function openSettings(person: Person, { locale = 'en-GB' }: Options = {}): Promise<Page> {
  const context = await newContext({ storageState: storageOf(person), serviceWorkers: 'allow', locale });
  await context.grantPermissions(['notifications']);
  await giveSubscriptions(context);
  const page = await context.newPage();
  await page.goto('/settings');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return page;
}

/** An address that the local stage calls, with nothing behind it. */
export const ENDPOINT = 'http://127.0.0.1:9/push';

/**
 * In place of the browser's push service, which a machine without internet does not reach: subscribing gives a real key of
 * the curve P-256. The subscription lasts as long as the tab.
 */
async function giveSubscriptions(context: BrowserContext): Promise<void> {
  await context.addInitScript((endpoint) => {
    const NAME = 'test.subscription';
    const base64url = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const bytesOf = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
    const held = async () => {
      const kept = sessionStorage.getItem(NAME);
      if (kept === null) return null;
      const { of, keys } = JSON.parse(kept);
      return {
        options: { applicationServerKey: bytesOf(of).buffer },
        toJSON: () => ({ endpoint, expirationTime: null, keys }),
        unsubscribe: async () => sessionStorage.removeItem(NAME),
      };
    };
    const subscribe = async ({ applicationServerKey: of }: { applicationServerKey: string }) => {
      // As a browser does: the same subscription as long as the key is the same.
      if (sessionStorage.getItem(NAME)?.includes(of)) return held();
      const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
        'deriveBits',
      ]);
      const p256dh = base64url(await crypto.subtle.exportKey('raw', publicKey));
      const auth = base64url(crypto.getRandomValues(new Uint8Array(16)));
      sessionStorage.setItem(NAME, JSON.stringify({ of, keys: { p256dh, auth } }));
      return held();
    };
    // An empty page has none.
    if ('PushManager' in globalThis)
      Object.assign(globalThis.PushManager.prototype, { subscribe, getSubscription: held });
  }, ENDPOINT);
}

export const isSubscribed = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return (await registration?.pushManager.getSubscription()) !== null;
  });

/** What the page leaves to its service worker. */
export const leftToWorker = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const cache = 'cruddur-notifications';
    const kept = (await caches.has(cache)) ? await (await caches.open(cache)).matchAll() : [];
    return Promise.all(kept.map((response) => response.text()));
  });

const isAboutDevices = (url: string) => /push_subscriptions(?!\/key)/.test(url);

/** Does something of which the page tells the server, and returns what the server took: busy, it may refuse the first try. */
export async function told(page: Page, work: () => Promise<unknown>): Promise<Request> {
  const [response] = await Promise.all([
    page.waitForResponse((response) => isAboutDevices(response.url()) && response.status() === 204),
    work(),
  ]);
  return response.request();
}

/** Does something of which the page tells the server without waiting long for an answer. */
export async function said(page: Page, work: () => Promise<unknown>): Promise<Request> {
  const [request] = await Promise.all([
    page.waitForRequest((request) => isAboutDevices(request.url())),
    work(),
  ]);
  return request;
}

/** Delivers web push to the page's service worker, as the browser's push service does. */
export async function pushTo(page: Page): Promise<(message: object) => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page);
  const found = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await found;
  const { origin } = new URL(page.url());
  return (message) =>
    devtools.send('ServiceWorker.deliverPushMessage', {
      origin,
      registrationId,
      data: JSON.stringify(message),
    });
}
