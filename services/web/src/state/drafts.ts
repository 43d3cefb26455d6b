import { useSyncExternalStore } from 'react';
import { currentSession } from '../session/session.ts';
import { browserStorage, tabStorage } from '../store/browser-storage.ts';
import { createStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

/**
 * Drafts, per user and conversation: a message group's uuid, or `@handle`. Each tab has its own drafts, which survive a
 * reload. The browser keeps the latest draft of each conversation for tabs that are opened later; a tab removes only
 * the draft that it stored there.
 */
const PREFIX = 'cruddur.draft.';

const store = createStore(draftedConversations, (tell) =>
  onStorage((key, text) => {
    if (key !== null && !key.startsWith(PREFIX)) return;
    if (key !== null && text === null) keepOwn(key);
    tell();
  }),
);

/** The draft that the composer starts with. From now on it belongs to this tab. */
export function openDraft(conversation: string): string {
  const key = keyOf(conversation);
  const text = readDraft(conversation);
  if (key && text) tabStorage.write(key, text, { isWritten: true });
  return text;
}

export function keepDraft(conversation: string, text: string): void {
  const key = keyOf(conversation);
  if (!key) return;
  if (text) {
    tabStorage.write(key, text, { isWritten: true });
    browserStorage.write(key, text, { isWritten: true });
  } else {
    if (browserStorage.read(key) === tabStorage.read(key)) browserStorage.remove(key);
    tabStorage.remove(key);
  }
  store.tell();
}

/** Moves a draft to a handle into the message group that the first message created. */
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

/** The conversations with a draft in any tab; the same array until that changes. */
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

/** Another tab removed its draft: stores this tab's own draft again. */
function keepOwn(key: string): void {
  const text = tabStorage.read(key);
  if (text && key.startsWith(keyOf('') ?? '\0')) browserStorage.write(key, text, { isWritten: true });
}

function keyOf(conversation: string): string | null {
  const sub = currentSession()?.sub;
  return sub ? `${PREFIX}${sub}.${conversation}` : null;
}
