import type { Page, Worker } from 'playwright-core';

/** Every entry of every database of the page's origin, as JSON. */
export function keptBy(page: Pick<Page, 'evaluate'>): Promise<string> {
  return page.evaluate(async () => {
    const entries: [string, unknown][] = [];
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const held = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([answer(held.getAllKeys()), answer(held.getAll())]);
        entries.push(...keys.map((key, at): [string, unknown] => [String(key), values[at]]));
      }
      database.close();
    }
    return JSON.stringify(entries);
  });
}

/** The texts that wait for the service worker, and whether it has tokens to send them with. */
export async function handedOver(page: Pick<Page, 'evaluate'>): Promise<string[]> {
  const entries: [string, Kept][] = JSON.parse(await keptBy(page));
  return entries.flatMap(([key, { item }]) =>
    item ? [item.message] : key.endsWith('.session') ? ['+ tokens'] : [],
  );
}

interface Kept {
  item?: { message: string };
}

/** The service worker's access token is no longer accepted, as after 15 minutes. */
export async function expireTokens(worker: Worker): Promise<void> {
  await worker.evaluate(
    () =>
      new Promise<void>((resolve) => {
        indexedDB.open('cruddur-outbox').onsuccess = ({ target }) => {
          const database = (target as IDBOpenDBRequest).result;
          const change = database.transaction('kept', 'readwrite');
          change.objectStore('kept').openCursor().onsuccess = (event) => {
            const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
            if (!cursor) return;
            const { accessToken, ...rest } = cursor.value;
            if (accessToken) cursor.update({ ...rest, accessToken: accessToken.replace(/.$/, '') });
            cursor.continue();
          };
          change.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
  );
}

/** The locks of the outbox, in all tabs. */
export function locksOf(page: Page): Promise<{ pending: number; all: number }> {
  return page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const count = (locks: LockInfo[]) => locks.filter(({ name }) => name?.includes('.outbox.')).length;
    return { pending: count(pending), all: count(held) + count(pending) };
  });
}
