import { api } from '../api/api.ts';
import { NEW_MESSAGE, RECEIVER, RECEIVER_CACHE } from '../store/notification-receiver.ts';
import { notificationWords } from '../words/notifications.ts';
import { queryClient } from './query-client.ts';
import { meQuery } from './use-me.ts';

interface Device {
  device_uuid: string;
  showsText: boolean;
}

/**
 * Subscribes this browser to web push, and tells the server.
 *
 * @returns whether it did; not without a service worker.
 */
export async function registerDevice({ device_uuid, showsText: show_text }: Device): Promise<boolean> {
  const push = await pushManager();
  const me = queryClient.getQueryData(meQuery.queryKey);
  if (!push || !me) return false;
  const { key } = await api.getPushKey();
  const { endpoint, keys } = (await subscriptionTo(push, key)).toJSON();
  const { p256dh = '', auth = '' } = keys ?? {};
  const body = { endpoint: endpoint ?? '', keys: { p256dh, auth }, show_text };
  await leave(RECEIVER, me.uuid);
  await leaveWords();
  await api.subscribePush({ params: { device_uuid }, body });
  return true;
}

/** Leaves the service worker its words, after a change of the language. */
export const leaveWords = (): Promise<void> => leave(NEW_MESSAGE, notificationWords.newMessage);

/** Ends web push to this browser. The server forgets it by itself if it cannot be told. */
export async function forgetDevice({ device_uuid }: Pick<Device, 'device_uuid'>): Promise<void> {
  const ended = (async () => (await (await pushManager())?.getSubscription())?.unsubscribe())();
  await Promise.allSettled([
    api.unsubscribePush({ query: { device_uuid } }),
    ended,
    caches.delete(RECEIVER_CACHE),
  ]);
}

/** Leaves a text for the service worker. */
async function leave(path: string, text: string): Promise<void> {
  await (await caches.open(RECEIVER_CACHE)).put(path, new Response(text));
}

async function pushManager(): Promise<PushManager | undefined> {
  return (await navigator.serviceWorker?.getRegistration())?.pushManager;
}

/** A subscription to an earlier key of the stage is replaced. */
async function subscriptionTo(push: PushManager, key: string): Promise<PushSubscription> {
  const held = await push.getSubscription();
  if (held && base64url(held.options.applicationServerKey) !== key) await held.unsubscribe();
  return push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

const base64url = (bytes: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer()))).replace(
    /[+/=]/g,
    (sign) => ({ '+': '-', '/': '_' })[sign] ?? '',
  );
