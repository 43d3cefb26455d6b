import { currentSession, subscribeToSession } from '../session/session.ts';
import { browserStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { RECEIVER, RECEIVER_CACHE } from '../store/notification-receiver.ts';
import { onStorage } from '../store/on-storage.ts';

/** What the signed-in user is told on this device. Signing out forgets it. */
export interface NotificationSettings {
  /** Undefined until the first message is sent here: nobody is asked before. */
  isOn?: boolean;
  showsText: boolean;
  /** Names this device to the server, which sends web push to it. */
  device_uuid: string;
  /** When the server was told last, in milliseconds since 1970. */
  toldAt?: number;
}

const store = createStore(readText, (tell) => {
  const stops = [onStorage(tell), subscribeToSession(tell)];
  return () => {
    for (const stop of stops) stop();
  };
});

/** The settings of the signed-in user. */
export function notificationSettings(): NotificationSettings {
  try {
    return { ...fresh(), ...JSON.parse(readText()) };
  } catch {
    return fresh();
  }
}

export function useNotificationSettings(): NotificationSettings {
  useStore(store);
  return notificationSettings();
}

export function changeNotificationSettings(change: Partial<NotificationSettings>): void {
  const key = ownKey();
  if (!key) return;
  browserStorage.write(key, JSON.stringify({ ...notificationSettings(), ...change }));
  store.tell();
}

/** Whether this browser can show notifications. */
export const canNotify = (): boolean => 'Notification' in globalThis;

export const isNotifying = (): boolean =>
  canNotify() && Notification.permission === 'granted' && notificationSettings().isOn === true;

/** Asks at the first message that the user sends here. Browsers want to be asked within the click or the key. */
export function askAtFirstMessage(): void {
  if (canNotify() && notificationSettings().isOn === undefined) void switchOn();
}

/** Asks for permission, if the user has not decided, and tells the server. */
export async function switchOn(): Promise<void> {
  // At once: a message that is sent meanwhile asks nothing.
  changeNotificationSettings({ isOn: false });
  const permission = await Notification.requestPermission();
  changeNotificationSettings({ isOn: permission === 'granted' });
  if (permission === 'granted') await tellServer();
}

export async function switchOff(): Promise<void> {
  changeNotificationSettings({ isOn: false });
  const { forgetDevice } = await import('./web-push.ts');
  await forgetDevice(notificationSettings());
}

export async function showTexts(showsText: boolean): Promise<void> {
  changeNotificationSettings({ showsText });
  if (isNotifying()) await tellServer();
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Tells the server again, which forgets a device that has not called for 30 days, and has another key after a leak; and the
 * service worker, since the language may have changed.
 */
export async function keepDevice({ isForgotten = false } = {}): Promise<void> {
  if (!isNotifying()) return;
  const isDue = Date.now() - (notificationSettings().toldAt ?? 0) > DAY_MS;
  if (isDue || isForgotten || !(await hasReceiver())) return tellServer();
  // If it fails, the next visit leaves them.
  await import('./web-push.ts').then(({ leaveWords }) => leaveWords()).catch(() => {});
}

/** A session that ended took the receiver along. */
async function hasReceiver(): Promise<boolean> {
  return caches.match(RECEIVER, { cacheName: RECEIVER_CACHE }).then(Boolean, () => true);
}

/** The service worker shows nothing of a person whose session has ended, however it ended. */
export function forgetReceiverWithSession(): void {
  let sub = currentSession()?.sub;
  const forget = () => void globalThis.caches?.delete(RECEIVER_CACHE).catch(() => {});
  if (sub === undefined) forget();
  subscribeToSession(() => {
    const now = currentSession()?.sub;
    if (now !== sub) forget();
    sub = now;
  });
}

/** Without web push, or on a network that does not answer, an open page still tells; the next day tries again. */
async function tellServer(): Promise<void> {
  try {
    const { registerDevice } = await import('./web-push.ts');
    const isTold = await registerDevice(notificationSettings());
    if (isTold) changeNotificationSettings({ toldAt: Date.now() });
  } catch {
    return;
  }
}

const fresh = (): NotificationSettings => ({ showsText: false, device_uuid: crypto.randomUUID() });

function readText(): string {
  const key = ownKey();
  return (key && browserStorage.read(key)) ?? '';
}

/** With the account, so that signing out removes it. */
function ownKey(): string | undefined {
  const sub = currentSession()?.sub;
  return sub && `cruddur.notifications.${sub}.`;
}
