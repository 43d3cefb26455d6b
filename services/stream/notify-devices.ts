import { createHash } from 'node:crypto';
import { pushContactSettings, pushKeySettings } from '../../shared/config.ts';
import type { PushedMessage } from '../../shared/contract/push-subscriptions.ts';
import { getRow, type MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, type StoredMessage } from '../../shared/dynamo/messages.ts';
import {
  listSubscriptions,
  removeSubscription,
  type StoredSubscription,
} from '../../shared/dynamo/push-subscriptions.ts';
import { logFailure } from '../../shared/log.ts';
import { pushServiceUrl } from '../../shared/push/push-services.ts';
import { isResting, noteAnswer, noteSilence } from './resting-hosts.ts';
import type { WebPush } from './web-push.ts';

const { CRUDDUR_PUSH_KEY, CRUDDUR_PUSH_CONTACT } = { ...pushKeySettings(), ...pushContactSettings() };

/** More of a text is on no lock screen, and a push service takes 4 KB. */
const TEXT_MAX_CODE_POINTS = 200;

/** Time limit of the push services, for all devices of a user. */
const PATIENCE_MS = 1_000;
const LEAST_PATIENCE_MS = 300;

/** What the notifications of a batch of records share. */
export interface Batch {
  /** When they should have ended, in milliseconds since 1970. */
  until: number;
  /** How many were taken, and how many were not. */
  tally: Tally;
}

export interface Tally {
  notified: number;
  unnotified: number;
}

/**
 * Sends web push to the devices of a user whom no connection told of these messages: of each group the newest one. It is a
 * hint as a frame is, and counts as no failure: its time is limited, it is never repeated, and it never throws.
 */
export async function notifyDevices(
  userUuid: string,
  messages: readonly StoredMessage[],
  { until, tally }: Batch,
): Promise<void> {
  const newest = [...new Map(messages.map((message) => [message.message_group_uuid, message])).values()];
  try {
    const devices = await listSubscriptions(userUuid, { consistent: false });
    if (devices.length === 0) return;
    const wanted = (await Promise.all(newest.map((of) => keepIfWanted(userUuid, of)))).flat();
    const webPush = await loadWebPush();
    // Only now: the store has time limits of its own.
    const left = Math.max(LEAST_PATIENCE_MS, until - Date.now());
    const signal = AbortSignal.timeout(Math.min(PATIENCE_MS, left));
    const sends = wanted.flatMap((message) =>
      devices.map((device) => notifyDevice({ webPush, userUuid, device, message, signal, tally })),
    );
    await Promise.all(sends);
  } catch (error) {
    tally.unnotified += newest.length;
    logFailure('push', userUuid, error);
  }
}

/** Loaded for the first device: most calls of the function have none. */
let loaded: Promise<WebPush> | undefined;
function loadWebPush(): Promise<WebPush> {
  loaded ??= import('./web-push.ts').then(
    ({ WebPush }) => new WebPush(CRUDDUR_PUSH_KEY, CRUDDUR_PUSH_CONTACT),
  );
  return loaded;
}

async function keepIfWanted(userUuid: string, message: StoredMessage): Promise<StoredMessage[]> {
  // Strongly consistent, to find the row of a first message.
  const row = await getRow(userUuid, message.message_group_uuid, { consistent: true });
  return row && wantsToKnow(row, message) ? [message] : [];
}

/** Not of what is muted, a request, blocked, deleted or read. */
function wantsToKnow(row: MessageGroupRow, message: StoredMessage): boolean {
  const cursor = cursorOf(message);
  const isAfter = (place = '') => cursor > place;
  return (
    row.request !== 'received' &&
    row.blocked_to === undefined &&
    (row.muted_until ?? '') <= new Date().toISOString() &&
    isAfter(row.cleared_to) &&
    isAfter(row.read_to)
  );
}

interface Notification {
  webPush: WebPush;
  userUuid: string;
  device: StoredSubscription;
  message: StoredMessage;
  signal: AbortSignal;
  tally: Tally;
}

async function notifyDevice({ webPush, userUuid, device, message, signal, tally }: Notification) {
  // The stage may have fewer push services than when the device subscribed.
  const url = pushServiceUrl(device.endpoint);
  if (!url || isResting(url.host)) return void tally.unnotified++;
  try {
    const topic = topicOf(userUuid, message.message_group_uuid);
    const content = contentFor(userUuid, device, message);
    const outcome = await webPush.send(url, device, { content, topic, signal });
    noteAnswer(url.host);
    if (outcome === 'gone') await removeSubscription(userUuid, device);
    else tally.notified++;
  } catch (error) {
    tally.unnotified++;
    if ((error as Error).name === 'PushUnanswered') noteSilence(url.host);
    logFailure('push', device.device_uuid, error);
  }
}

/** A later message of the conversation replaces one that waits. Nobody learns from it who is in which conversation. */
const topicOf = (userUuid: string, group: string) =>
  createHash('sha256').update(`${userUuid} ${group}`).digest('base64url').slice(0, 32);

function contentFor(
  receiver_uuid: string,
  { show_text }: StoredSubscription,
  { message_group_uuid, message_uuid, created_at, user_display_name, message }: StoredMessage,
): PushedMessage {
  const content = {
    ...{ message_group_uuid, message_uuid, created_at, receiver_uuid },
    display_name: user_display_name,
  };
  return show_text ? { ...content, text: [...message].slice(0, TEXT_MAX_CODE_POINTS).join('') } : content;
}
