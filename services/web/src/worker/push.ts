import type * as contract from '../../../../shared/contract/push-subscriptions.ts';
import { NEW_MESSAGE, RECEIVER, RECEIVER_CACHE } from '../store/notification-receiver.ts';
import { notifications as english } from '../words/en/notifications.ts';
import { type NotificationEvent, type PushEvent, type WindowClient, worker } from './service-worker.ts';

const pathOf = (group: string) => `/messages/${group}`;

/** Shows what web push brings. A page on the screen shows it itself; of somebody who has signed out nothing is shown. */
async function showPushed({ data }: PushEvent): Promise<void> {
  const pushed = data?.json() as contract.PushedMessage;
  if ((await leftByPage(RECEIVER)) !== pushed.receiver_uuid) return endSubscription();
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ visibilityState }) => visibilityState === 'visible')) return;
  await worker.registration.showNotification(pushed.display_name, {
    body: pushed.text ?? (await leftByPage(NEW_MESSAGE)) ?? english.newMessage,
    // A later one of the conversation takes the place of this one.
    tag: pushed.message_group_uuid,
    icon: '/icons/icon-192.png',
  });
  const shown = await worker.registration.getNotifications();
  await navigator.setAppBadge?.(shown.length).catch(() => {});
}

async function leftByPage(path: string): Promise<string | undefined> {
  return (await caches.match(path, { cacheName: RECEIVER_CACHE }))?.text();
}

async function endSubscription(): Promise<void> {
  await (await worker.registration.pushManager.getSubscription())?.unsubscribe();
}

/** Opens the conversation: in a page that is open, else in a new one. */
async function openConversation({ notification }: NotificationEvent): Promise<void> {
  notification.close();
  const path = pathOf(notification.tag);
  const [open] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (!open) return void (await worker.clients.openWindow(path));
  open.postMessage({ openPath: path });
  // The browser may refuse to bring a page to the front.
  await open.focus().catch((): WindowClient => open);
}

worker.addEventListener('push', (event) => event.waitUntil(showPushed(event)));
worker.addEventListener('notificationclick', (event) => event.waitUntil(openConversation(event)));
