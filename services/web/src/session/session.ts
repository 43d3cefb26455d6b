import { browserStorage, tabStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

/** The signed-in user's tokens, shared by all tabs. */
export interface Session {
  /** The user's `sub` in Cognito: part of the storage keys of the user's data. */
  sub: string;
  accessToken: string;
  refreshToken: string;
  /** Milliseconds by this browser's clock. */
  expiresAt: number;
}

const SESSION_KEY = 'cruddur.session';
const EXPIRED_KEY = 'cruddur.session-expired';
/** Written and removed at once: its storage event tells the other tabs who signed out. */
const SIGNED_OUT_KEY = 'cruddur.signed-out';

let wasWanted = false;
let cached: { text: string | null; session: Session | null } = { text: null, session: null };

/** The session that all tabs share; null when signed out. */
export function currentSession(): Session | null {
  const text = browserStorage.read(SESSION_KEY);
  if (text !== cached.text) cached = { text, session: parse(text) };
  return cached.session;
}

const store = createStore(currentSession, (tell) =>
  onStorage((key) => {
    if (key === SESSION_KEY || key === null) tell();
  }),
);

export const useSession = () => useStore(store);

/** Notifies of sign-in and sign-out in any tab. */
export const subscribeToSession = store.subscribe;

export function saveSession(session: Session): void {
  wasWanted = false;
  tabStorage.remove(EXPIRED_KEY);
  browserStorage.write(SESSION_KEY, JSON.stringify(session));
  store.tell();
}

/** Ends the session in every tab and removes the user's stored data. */
export function endSession(): void {
  const sub = currentSession()?.sub;
  wasWanted = true;
  // First, so that other tabs see the sign-out before the session is gone.
  browserStorage.write(SIGNED_OUT_KEY, sub ?? '');
  browserStorage.remove(SIGNED_OUT_KEY);
  browserStorage.remove(SESSION_KEY);
  if (sub) forgetKept(sub);
  store.tell();
}

/** Removes this tab's data of a user who signs out in another tab. Returns an unsubscribe function. */
export function forgetWhoSignsOut(): () => void {
  return onStorage((key, sub) => {
    if (key !== SIGNED_OUT_KEY || !sub) return;
    wasWanted = true;
    forgetKept(sub);
  });
}

/** Ends a session whose tokens no longer work. Unsent messages stay, and are sent after the next sign-in. */
export function expireSession(): void {
  tabStorage.write(EXPIRED_KEY, 'true');
  browserStorage.remove(SESSION_KEY);
  store.tell();
}

/** Whether the user chose to sign out, in any tab, since this page was loaded. */
export function hasSignedOut(): boolean {
  return wasWanted;
}

export function sessionHasExpired(): boolean {
  return tabStorage.read(EXPIRED_KEY) === 'true';
}

/** Null for anything that is not a session of this version. */
function parse(text: string | null): Session | null {
  try {
    const { sub, accessToken, refreshToken, expiresAt } = JSON.parse(text ?? '');
    const areTexts = [sub, accessToken, refreshToken].every((each) => typeof each === 'string');
    return areTexts && typeof expiresAt === 'number' ? { sub, accessToken, refreshToken, expiresAt } : null;
  } catch {
    return null;
  }
}

/** Drafts and unsent messages are stored under `cruddur.<what>.<sub>.`. */
function forgetKept(sub: string): void {
  for (const storage of [browserStorage, tabStorage]) {
    for (const key of storage.keys()) {
      if (key.startsWith('cruddur.') && key.includes(`.${sub}.`)) storage.remove(key);
    }
  }
}
