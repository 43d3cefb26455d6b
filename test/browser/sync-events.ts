import type { BrowserContext, Page, Worker } from 'playwright-core';
import { theCloud } from './cloud.ts';
import { write } from './conversation.ts';
import { handedOver } from './kept.ts';
import { until } from './until.ts';

/** Background Sync of a browser profile. */
export interface SyncEvents {
  worker: Worker;
  /** Sends the service worker the event that there is a network. Returns how it ended. */
  dispatch(): Promise<'done' | 'failed'>;
}

/** The profile has installed the service worker. */
export async function syncEventsOf(context: BrowserContext): Promise<SyncEvents> {
  const worker = await until(() => context.serviceWorkers()[0]);
  // It stays open when the tabs of the application are closed.
  const devtools = await context.newCDPSession(await context.newPage());
  const registered = Promise.withResolvers<string>();
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
    if (first) registered.resolve(first.registrationId);
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered.promise;
  return {
    worker,
    dispatch: async () => {
      const ended = worker.evaluate(nextEnd);
      // The listener is there: what is asked next is answered after it.
      await worker.evaluate(() => {});
      await devtools.send('ServiceWorker.dispatchSyncEvent', {
        origin: theCloud().web,
        registrationId,
        tag: 'outbox',
        lastChance: false,
      });
      return ended;
    },
  };
}

/** Writes messages without a network, and closes the tab when the service worker has them. */
export async function writeAndClose(page: Page, texts: string[]): Promise<void> {
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  for (const text of texts) await write(page, text);
  await until(async () => (await handedOver(page)).includes(texts.at(-1) ?? ''));
  await page.close();
  // The browser sends no event while the network is away.
  await page.context().setOffline(false);
}

/** Runs in the worker: how the next event ends that it extends. */
function nextEnd(): Promise<'done' | 'failed'> {
  const events = (globalThis as unknown as { ExtendableEvent: { prototype: Extendable } }).ExtendableEvent;
  const { waitUntil } = events.prototype;
  return new Promise((resolve) => {
    events.prototype.waitUntil = function (work) {
      events.prototype.waitUntil = waitUntil;
      work.then(
        () => resolve('done'),
        () => resolve('failed'),
      );
      waitUntil.call(this, work);
    };
  });
}

interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
