import { createStore, entries, get, promisifyRequest, setMany } from 'idb-keyval';

const STORE = 'kept';

/** Key-value storage of the browser (IndexedDB), shared by all tabs and the service worker. It never throws. */
export interface Database {
  /** The value of a key; undefined also in a browser that forbids the database. */
  read(key: string): Promise<unknown>;
  /** All entries whose key begins with `prefix`. */
  list<T>(prefix: string): Promise<[key: string, value: T][]>;
  /** Writes all of `values`, or nothing if the database is full or forbidden. */
  write(values: [key: string, value: unknown][]): Promise<void>;
  /**
   * Changes an entry while no other tab can. `to` is given the value, and returns the new one; undefined: no entry.
   *
   * @returns the new value; undefined also in a browser that forbids the database.
   */
  change<T>(key: string, to: (value: T | undefined) => T | undefined): Promise<T | undefined>;
  /** Removes every entry whose key does not pass. */
  keepOnly(passes: (key: string) => boolean): Promise<void>;
}

export function openDatabase(name: string): Database {
  let store: ReturnType<typeof createStore> | undefined;
  const opened = () => {
    store ??= createStore(name, STORE);
    return store;
  };
  return {
    read: (key) => attempt(() => get(key, opened())),
    list: async (prefix) => listIn((await attempt(() => entries(opened()))) ?? [], prefix),
    write: async (values) => {
      if (values.length > 0) await attempt(() => setMany(values, opened()));
    },
    change: (key, to) => attempt(() => opened()('readwrite', (held) => changeIn(held, key, to))),
    keepOnly: (passes) => attempt(() => opened()('readwrite', (held) => keepIn(held, passes))),
  };
}

function listIn<T>(all: [IDBValidKey, T][], prefix: string): [string, T][] {
  return all.flatMap(([key, value]) => (String(key).startsWith(prefix) ? [[String(key), value]] : []));
}

async function changeIn<T>(
  held: IDBObjectStore,
  key: string,
  to: (value: T | undefined) => T | undefined,
): Promise<T | undefined> {
  const value = to(await promisifyRequest(held.get(key)));
  if (value === undefined) held.delete(key);
  else held.put(value, key);
  await promisifyRequest(held.transaction);
  return value;
}

/** In one transaction, so that nothing is written in between. */
async function keepIn(held: IDBObjectStore, passes: (key: string) => boolean): Promise<void> {
  const keys = (await promisifyRequest(held.getAllKeys())) as string[];
  for (const key of keys) if (!passes(key)) held.delete(key);
  await promisifyRequest(held.transaction);
}

async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
