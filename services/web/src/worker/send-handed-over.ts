import { createMessageKey } from '../../../../client/message-key.ts';
import { api } from '../api/api.ts';
import { SignedOut } from '../session/access-token.ts';
import { currentSession, saveSession } from '../session/session.ts';
import { isFinal } from '../state/is-final.ts';
import type { OutboxItem } from '../state/outbox.ts';
import {
  changeNote,
  lockOf,
  type Note,
  noteOf,
  notesOf,
  renewForWorker,
  SYNC_TAG,
  sessionForWorker,
  takeFromWorker,
} from '../state/outbox-notes.ts';
import { requestOf, SENT_CHANNEL, type ToldSent } from '../state/outbox-request.ts';
import { exclusively } from '../store/lock.ts';
import { worker } from './service-worker.ts';

type HandedOver = Note & { item: OutboxItem };

/**
 * Sends what the tabs left to the worker, in order within a conversation and under the locks of the tabs. Fails if the
 * server does not answer: then the browser tries again later.
 */
async function sendHandedOver(): Promise<void> {
  const session = await sessionForWorker();
  if (!session) return;
  const { sub } = session;
  // A worker has no local storage: this session is in its memory.
  saveSession(session);
  const conversations = Map.groupBy(await handedOver(sub), ({ item }) => item.conversation);
  const sending = [...conversations].map(([conversation, notes]) =>
    exclusively(lockOf('outbox', sub, conversation), () => sendAll(sub, notes)),
  );
  const failures = (await Promise.allSettled(sending)).filter((outcome) => outcome.status === 'rejected');
  const now = currentSession();
  if (now) await renewForWorker(now);
  const failure = failures.find(({ reason }) => !(reason instanceof SignedOut));
  if (now && failure) throw failure.reason;
  // What a tab has left since then has an event of its own.
  if (!now || (await handedOver(sub)).length === 0) await takeFromWorker(sub);
}

async function sendAll(sub: string, notes: readonly HandedOver[]): Promise<void> {
  let newest: string | undefined;
  for (const { item } of notes) {
    // Since then a tab may have sent it, or the person has ended the session: then nothing is left.
    const note = await noteOf(sub, item.key);
    if (note?.item) newest = await sendOne(sub, note as HandedOver, newest);
  }
}

/** Sends an item, and returns its place. */
async function sendOne(sub: string, note: HandedOver, newest = note.triedAfter): Promise<string | undefined> {
  const { item, idempotencyKey = createMessageKey(api.now(), newest) } = note;
  await changeNote(sub, item.key, (held) => ({ idempotencyKey, ...held }));
  try {
    const sent = await api.sendMessage(requestOf(item, idempotencyKey));
    await changeNote(sub, item.key, ({ at }) => ({ at, isSent: true }));
    tellTabs({ sub, item, sent });
    return sent.cursor;
  } catch (error) {
    if (!isFinal(error)) throw error;
    const refused = error.codes[0] ?? 'internal_error';
    await changeNote(sub, item.key, ({ item: _, ...held }) => ({ ...held, refused }));
    return newest;
  }
}

/** In the order in which they were written. */
async function handedOver(sub: string): Promise<HandedOver[]> {
  const notes = (await notesOf(sub)).flatMap(([, note]) => (note.item ? [note as HandedOver] : []));
  return notes.sort((a, b) => a.item.queuedAt - b.item.queuedAt);
}

function tellTabs(told: ToldSent): void {
  const channel = new BroadcastChannel(SENT_CHANNEL);
  channel.postMessage(told);
  channel.close();
}

worker.addEventListener('sync', (event) => {
  if (event.tag === SYNC_TAG) event.waitUntil(sendHandedOver());
});
