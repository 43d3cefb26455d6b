import { useSyncExternalStore } from 'react';
import { currentSession } from '../session/session.ts';
import { browserStorage, tabStorage } from '../store/browser-storage.ts';
import { createStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

/**
 * What was written but not sent, per user and conversation: a message group's uuid, or `@handle`. Each tab has its own
 * drafts, which a reload keeps. The browser keeps the last one written of each conversation, for tabs that are opened
 * later; a tab removes only what it has put there.
 */
const PREFIX = 'cruddur.draft.';

const store = createStore(draftedConversations, (tell) =>
  onStorage((key, text) => {
    if (key !== null && !key.startsWith(PREFIX)) return;
    if (key !== null && text === null) keepOwn(key);
    tell();
  }),
);

/** The draft as the composer begins with it. It is this tab's from now on. */
export function openDraft(conversation: string): string {
  const key = keyOf(conversation);
  const text = readDraft(conversation);
  if (key && text) tabStorage.write(key, text);
  return text;
}

export function keepDraft(conversation: string, text: string): void {
  const key = keyOf(conversation);
  if (!key) return;
  if (text) {
    tabStorage.write(key, text);
    browserStorage.write(key, text);
  } else {
    if (browserStorage.read(key) === tabStorage.read(key)) browserStorage.remove(key);
    tabStorage.remove(key);
  }
  store.tell();
}

/** A draft to a handle goes on in the message group that the first message made. */
export function moveDraft(from: string, to: string): void {
  const text = openDraft(from);
  if (!text) return;
  keepDraft(to, text);
  keepDraft(from, '');
}

export function useDraft(conversation: string): string {
  return useSyncExternalStore(store.subscribe, () => readDraft(conversation));
}

let drafted: readonly string[] = [];

/** The conversations in which something is half written, in this tab or another; the same array until that changes. */
export function draftedConversations(): readonly string[] {
  const prefix = keyOf('');
  const keys = [...browserStorage.keys(), ...tabStorage.keys()];
  const now = new Set(prefix ? keys.filter((key) => key.startsWith(prefix)) : []);
  const names = [...now].map((key) => key.slice(prefix?.length)).sort();
  if (names.join() !== drafted.join()) drafted = names;
  return drafted;
}

export function useDraftedConversations(): readonly string[] {
  return useSyncExternalStore(store.subscribe, store.read);
}

function readDraft(conversation: string): string {
  const key = keyOf(conversation);
  return key ? (tabStorage.read(key) ?? browserStorage.read(key) ?? '') : '';
}

/** Another tab has sent or dropped its own: what is half written here stays, and is kept again. */
function keepOwn(key: string): void {
  const text = tabStorage.read(key);
  if (text && key.startsWith(keyOf('') ?? '\0')) browserStorage.write(key, text);
}

function keyOf(conversation: string): string | null {
  const sub = currentSession()?.sub;
  return sub ? `${PREFIX}${sub}.${conversation}` : null;
}
