import { browserStorage, tabStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

/** The tokens of who is signed in, shared by all tabs. */
export interface Session {
  /** The user's `sub` in Cognito: names what this browser keeps for the user. */
  sub: string;
  accessToken: string;
  refreshToken: string;
  /** Milliseconds by this browser's clock. */
  expiresAt: number;
}

const SESSION_KEY = 'cruddur.session';
const EXPIRED_KEY = 'cruddur.session-expired';
/** Written and removed at once: it tells the other tabs who has signed out. */
const SIGNED_OUT_KEY = 'cruddur.signed-out';

let wasWanted = false;
let cached: { text: string | null; session: Session | null } = { text: null, session: null };

/** The session as all tabs see it; null when nobody is signed in. */
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

/** Tells of sign-in and sign-out in this tab and in all others. */
export const subscribeToSession = store.subscribe;

export function saveSession(session: Session): void {
  wasWanted = false;
  tabStorage.remove(EXPIRED_KEY);
  browserStorage.write(SESSION_KEY, JSON.stringify(session));
  store.tell();
}

/** Ends the session in every tab and forgets what this browser kept for the user. */
export function endSession(): void {
  const sub = currentSession()?.sub;
  wasWanted = true;
  // The other tabs hear of it before they hear that there is no session.
  browserStorage.write(SIGNED_OUT_KEY, sub ?? '');
  browserStorage.remove(SIGNED_OUT_KEY);
  browserStorage.remove(SESSION_KEY);
  if (sub) forgetKept(sub);
  store.tell();
}

/** Forgets what this tab kept for a user who signs out in another one. Returns how to stop. */
export function forgetWhoSignsOut(): () => void {
  return onStorage((key, sub) => {
    if (key !== SIGNED_OUT_KEY || !sub) return;
    wasWanted = true;
    forgetKept(sub);
  });
}

/** The tokens no longer work. What the user wrote stays: it is sent after signing in again. */
export function expireSession(): void {
  tabStorage.write(EXPIRED_KEY, 'true');
  browserStorage.remove(SESSION_KEY);
  store.tell();
}

/** Whether the user chose to sign out, in this tab or another, since this page was loaded. */
export function hasSignedOut(): boolean {
  return wasWanted;
}

export function sessionHasExpired(): boolean {
  return tabStorage.read(EXPIRED_KEY) === 'true';
}

/** What somebody else has put there, or an older version, is no session. */
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
