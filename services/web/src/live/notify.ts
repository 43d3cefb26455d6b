import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { mayNotify } from '../state/group-list.ts';
import { isNotifying, notificationSettings } from '../state/notification-settings.ts';
import { createValue } from '../store/create-store.ts';
import { inFirstTab } from '../store/lock.ts';
import { notificationWords } from '../words/notifications.ts';

/** A path that a notification asks the page to open. */
export const notifiedPath = createValue<string | null>(null);

/** Held by every tab that is on the screen; shared, so that several may. */
const VISIBLE_LOCK = 'cruddur.visible';

/** When the new message of a group was sent; its row will tell whether and how to notify. */
const waiting = new Map<string, string>();

/** Notes a new message of somebody else's. */
export function expectNews(group: string, created_at: string): void {
  waiting.set(group, created_at);
}

/** Notifies of a group's new message when its row comes, if no tab is on the screen. */
export function tellNews(group: MessageGroup): void {
  const sentAt = waiting.get(group.uuid);
  if (sentAt === undefined || group.created_at < sentAt) return;
  waiting.delete(group.uuid);
  if (document.hidden && isNotifying() && mayNotify(group)) tellOnce(group);
}

/** Lets other tabs tell of a group's message, by group. */
const letGo = new Map<string, () => void>();

/** In one tab: it keeps the message for itself until the next one. What tabs store is seen by others a moment later. */
function tellOnce(group: MessageGroup): void {
  letGo.get(group.uuid)?.();
  letGo.set(
    group.uuid,
    inFirstTab(`cruddur.told ${group.uuid} ${group.created_at}`, () => notify(group)),
  );
}

async function notify(group: MessageGroup): Promise<void> {
  if (await isOnScreen()) return;
  const body = notificationSettings().showsText ? group.message : notificationWords.newMessage;
  await show(group.display_name, { body, tag: group.uuid, icon: '/icons/icon-192.png' });
}

/** By the service worker, which Android asks for, and whose notifications outlive the page; else by the page. */
async function show(title: string, options: NotificationOptions & { tag: string }): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration?.active) return registration.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.onclick = () => {
    notification.close();
    window.focus();
    notifiedPath.set(`/messages/${options.tag}`);
  };
}

/** Whether another tab is on the screen. */
async function isOnScreen(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === VISIBLE_LOCK);
}

/** Tells other tabs while this one is on the screen, and follows the notifications. Returns a stop function. */
export function keepNotifying(): () => void {
  let hide = () => {};
  const follow = () => {
    hide();
    if (!document.hidden) hide = holdVisible();
  };
  const open = ({ data }: MessageEvent) => {
    if (typeof data?.openPath === 'string') notifiedPath.set(data.openPath);
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  navigator.serviceWorker?.addEventListener('message', open);
  return () => {
    hide();
    document.removeEventListener('visibilitychange', follow);
    navigator.serviceWorker?.removeEventListener('message', open);
  };
}

/** @returns a function that lets go. A browser that forbids storage has no locks either. */
function holdVisible(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  navigator.locks?.request(VISIBLE_LOCK, { mode: 'shared' }, () => promise).catch(() => {});
  return resolve;
}
