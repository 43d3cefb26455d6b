import { currentSession } from '../session/session.ts';
import { isWaiting, type OutboxItem, removeItem, storeItem } from './outbox.ts';
import { changeNote, type Note, noteOf, noteSent, noteTry, tryOf } from './outbox-notes.ts';
import { newestCursor } from './timeline-query.ts';

/** A browser whose database does not answer sends all the same. */
const PATIENCE_MS = 3_000;

/**
 * Takes over what was noted of an item, by this tab or elsewhere.
 *
 * @returns the item as it is to be sent; undefined if it is no longer to be sent.
 */
export function learn(item: OutboxItem, note: Note): OutboxItem | undefined {
  if (!isWaiting(item)) return undefined;
  if (note.isSent) removeItem(item);
  else if (note.refused) refuse(item, note.refused);
  if (note.isSent || note.refused) return undefined;
  const { idempotencyKey = item.idempotencyKey, triedAfter = item.triedAfter } = note;
  if (idempotencyKey === item.idempotencyKey && triedAfter === item.triedAfter) return item;
  const tried = { ...item, ...tryOf({ idempotencyKey, triedAfter }) };
  storeItem(tried);
  return tried;
}

/** Keeps a refused item, to tell the user; the worker does not try it again. */
export function refuse(item: OutboxItem, code: string): void {
  if (isWaiting(item)) storeItem({ ...item, refused: code });
  const { sub } = currentSession() ?? {};
  if (sub) void changeNote(sub, item.key, ({ item: _, refused: __, ...note }) => note);
}

/**
 * An item with the newest known message of its conversation when it was tried first: if the response is lost, the page can
 * still tell that the message arrived.
 */
export function withPlace(item: OutboxItem): OutboxItem {
  return { ...item, ...tryOf({ triedAfter: item.triedAfter ?? newestCursor(item.conversation) }) };
}

/** Notes what an item is tried with, and returns what it is to be sent with: that of the first try in any tab. */
export async function markTry(item: OutboxItem): Promise<Note> {
  const tried = tryOf(item);
  const noted = await ofUser((sub) => noteTry(sub, item.key, tried));
  return noted ?? { at: 0, ...tried };
}

export async function markSent({ key }: { key: string }): Promise<void> {
  await ofUser((sub) => noteSent(sub, key));
}

/** Whether another tab has sent it. */
export async function isSent({ key }: { key: string }): Promise<boolean> {
  return (await ofUser((sub) => noteOf(sub, key)))?.isSent === true;
}

async function ofUser<T>(work: (sub: string) => Promise<T>): Promise<T | undefined> {
  const { sub } = currentSession() ?? {};
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  return sub === undefined ? undefined : Promise.race([work(sub), late]);
}
