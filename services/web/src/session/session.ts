import { useSyncExternalStore } from 'react';

/** The tokens of who is signed in, shared by all tabs through localStorage. */
export interface Session {
  /** The user's `sub` in Cognito: names what this browser keeps for the user. */
  sub: string;
  accessToken: string;
  refreshToken: string;
  /** Milliseconds by this browser's clock. */
  expiresAt: number;
}

const STORAGE_KEY = 'cruddur.session';
const EXPIRED_KEY = 'cruddur.session-expired';
const listeners = new Set<() => void>();
let cached: { text: string | null; session: Session | null } = { text: null, session: null };

/** The session as all tabs see it; null when nobody is signed in. */
export function currentSession(): Session | null {
  const text = localStorage.getItem(STORAGE_KEY);
  if (text !== cached.text) cached = { text, session: text ? (JSON.parse(text) as Session) : null };
  return cached.session;
}

export function saveSession(session: Session): void {
  sessionStorage.removeItem(EXPIRED_KEY);
  localStorage.setItem(STORAGE_KEY, JSON.stringify(session));
  notify();
}

/** Ends the session in every tab and forgets what this browser kept for the user. */
export function endSession(): void {
  const sub = currentSession()?.sub;
  if (sub) forgetKept(sub);
  localStorage.removeItem(STORAGE_KEY);
  notify();
}

/** The tokens no longer work. What the user wrote stays: it is sent after signing in again. */
export function expireSession(): void {
  sessionStorage.setItem(EXPIRED_KEY, 'true');
  localStorage.removeItem(STORAGE_KEY);
  notify();
}

export function sessionHasExpired(): boolean {
  return sessionStorage.getItem(EXPIRED_KEY) === 'true';
}

export function useSession(): Session | null {
  return useSyncExternalStore(subscribeToSession, currentSession);
}

/** Tells of sign-in and sign-out in this tab and, by the storage event, in all others. */
export function subscribeToSession(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('storage', notifyOfStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('storage', notifyOfStorage);
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}

function notifyOfStorage(event: StorageEvent): void {
  if (event.key === STORAGE_KEY || event.key === null) notify();
}

/** Drafts and unsent messages are stored under `cruddur.<what>.<sub>.`. */
function forgetKept(sub: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('cruddur.') && key.includes(`.${sub}.`)) localStorage.removeItem(key);
  }
}
