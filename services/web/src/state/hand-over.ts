import { currentSession, subscribeToSession } from '../session/session.ts';
import { outboxItems, subscribeToOutbox } from './outbox.ts';
import {
  forgetNotes,
  handToWorker,
  keepNotesOf,
  notesOf,
  renewForWorker,
  SYNC_TAG,
  takeFromWorker,
} from './outbox-notes.ts';
import { learn, withPlace } from './tries.ts';

/** Background Sync, which TypeScript does not know. */
type Registration = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

/** The keys of the items that the worker has, as far as this tab knows. */
const handed = new Set<string>();

const waiting = () => outboxItems().filter(({ refused }) => refused === undefined);

/**
 * Leaves the waiting messages to the service worker when the page is hidden, as it may be closed next, and learns at the
 * start what the worker has done. What the worker has is removed when the session ends, however it ends.
 */
export function keepHandingOver(): void {
  void learnAll();
  const follow = () => {
    const session = currentSession();
    void keepNotesOf(session?.sub);
    if (session) void renewForWorker(session);
    handed.clear();
  };
  subscribeToSession(follow);
  subscribeToOutbox(() => {
    if (handed.size > 0 && waiting().length === 0) takeBack();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void handOver();
  });
}

/** The server does not answer: leaves to the worker what it does not have yet. */
export function handOverNew(): void {
  if (waiting().some(({ key }) => !handed.has(key))) void handOver();
}

/** Gives the waiting messages to the worker, and asks the browser to wake it when there is a network. */
async function handOver(): Promise<void> {
  const session = currentSession();
  const items = waiting().map(withPlace);
  if (!session || items.length === 0 || !('SyncManager' in globalThis)) return;
  for (const { key } of items) handed.add(key);
  await handToWorker(session, items);
  const registration: Registration | undefined = await navigator.serviceWorker?.getRegistration();
  // A browser that forbids it sends when the page is opened again.
  await registration?.sync?.register(SYNC_TAG).catch(() => {});
}

function takeBack(): void {
  const { sub } = currentSession() ?? {};
  handed.clear();
  if (sub) void takeFromWorker(sub);
}

/** Takes over what was noted while no tab was open. */
async function learnAll(): Promise<void> {
  const sub = currentSession()?.sub;
  await keepNotesOf(sub);
  if (!sub) return;
  const items = new Map(outboxItems().map((item) => [item.key, item]));
  for (const [key, note] of await notesOf(sub)) {
    const item = items.get(key);
    if (item && sub === currentSession()?.sub) learn(item, note);
    if (note.item) handed.add(key);
  }
  await forgetNotes(sub, (key) => !items.has(key));
}
