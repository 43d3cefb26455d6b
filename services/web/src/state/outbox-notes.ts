import type { Session } from '../session/session.ts';
import { openDatabase } from '../store/database.ts';
import type { OutboxItem } from './outbox.ts';

/**
 * What the tabs and the service worker tell each other about an item that waits. A tab may see late what another one
 * wrote to local storage, which the worker cannot read at all; the database never tells what is past.
 */
export interface Note {
  /** When it was changed last, in milliseconds since 1970. */
  at: number;
  /** What the first try was sent with, and every other one is. */
  idempotencyKey?: string;
  triedAfter?: string;
  /** Present while the worker may send it. */
  item?: OutboxItem;
  /** The error code of a refusal that the worker was given and no tab has read. */
  refused?: string;
  isSent?: true;
}

/** The event of the browser for the worker. */
export const SYNC_TAG = 'outbox';

const database = openDatabase('cruddur-outbox');
const DAY_MS = 24 * 60 * 60 * 1_000;

const keyOf = (sub: string, key: string) => `${sub}.item.${key}`;
const sessionKey = (sub: string) => `${sub}.session`;

/** The lock under which the messages of a conversation are sent. */
export const lockOf = (queue: string, sub: string | undefined, conversation: string) =>
  `cruddur.${queue}.${sub}.${conversation}`;

/** What an item is tried with, as far as that is known. */
export type Try = Pick<Note, 'idempotencyKey' | 'triedAfter'>;

export const tryOf = ({
  idempotencyKey,
  triedAfter,
}: Pick<OutboxItem, 'idempotencyKey' | 'triedAfter'>): Try => ({
  ...(idempotencyKey && { idempotencyKey }),
  ...(triedAfter && { triedAfter }),
});

/** Notes a try, unless there was one: then that is returned. */
export function noteTry(sub: string, key: string, tried: Try): Promise<Note | undefined> {
  return database.change<Note>(keyOf(sub, key), (note) => ({ ...tried, ...note, at: Date.now() }));
}

/** Nothing else of the item is kept. */
export function noteSent(sub: string, key: string): Promise<Note | undefined> {
  return database.change<Note>(keyOf(sub, key), () => ({ at: Date.now(), isSent: true }));
}

/** The same of a note that was not removed meanwhile, as the session may have ended. */
export async function changeNote(sub: string, key: string, to: (note: Note) => Note): Promise<void> {
  await database.change<Note>(keyOf(sub, key), (note) => note && to({ ...note, at: Date.now() }));
}

export async function noteOf(sub: string, key: string): Promise<Note | undefined> {
  return (await database.read(keyOf(sub, key))) as Note | undefined;
}

export async function notesOf(sub: string): Promise<[key: string, note: Note][]> {
  const prefix = keyOf(sub, '');
  const notes = await database.list<Note>(prefix);
  return notes.map(([key, note]) => [key.slice(prefix.length), note]);
}

/** Gives items to the worker, with the session that it sends them as. */
export async function handToWorker(session: Session, items: readonly OutboxItem[]): Promise<void> {
  await database.write([[sessionKey(session.sub), session]]);
  for (const item of items) {
    const { idempotencyKey = item.key } = item;
    const tried = tryOf({ ...item, idempotencyKey });
    await database.change<Note>(keyOf(session.sub, item.key), (note) =>
      note?.isSent || note?.refused ? note : { ...tried, ...note, at: Date.now(), item },
    );
  }
}

/** The session of the items that the worker has; undefined if there are none. */
export async function sessionForWorker(): Promise<Session | undefined> {
  const [found] = (await database.list<Session>('')).filter(([key, { sub }]) => key === sessionKey(sub));
  return found?.[1];
}

/** Replaces the tokens that the worker has. */
export async function renewForWorker(session: Session): Promise<void> {
  await database.change<Session>(sessionKey(session.sub), (held) => held && session);
}

/** Takes texts and tokens back from the worker, and leaves what was tried and sent. */
export async function takeFromWorker(sub: string): Promise<void> {
  await database.keepOnly((key) => key !== sessionKey(sub));
  for (const [key, { item }] of await notesOf(sub))
    if (item) await changeNote(sub, key, ({ item: _, ...note }) => note);
}

/** Removes what is of others than this user. */
export async function keepNotesOf(sub: string | undefined): Promise<void> {
  await database.keepOnly((key) => sub !== undefined && key.startsWith(`${sub}.`));
}

/** Removes notes of items that are gone, but for those of the last day: another tab may not know yet that they are. */
export async function forgetNotes(sub: string, isGone: (key: string) => boolean): Promise<void> {
  const old = (await notesOf(sub)).filter(([key, { at }]) => isGone(key) && at < Date.now() - DAY_MS);
  const keys = new Set(old.map(([key]) => keyOf(sub, key)));
  await database.keepOnly((key) => !keys.has(key));
}
