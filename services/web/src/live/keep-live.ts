import type { Frame } from '../../../../shared/contract/frames.ts';
import { isOffline, subscribeToReachability } from '../net/reachability.ts';
import { receiveGroup } from '../state/message-groups-query.ts';
import { subscribeToOutbox } from '../state/outbox.ts';
import { subscribeToChanges } from '../state/pending-changes.ts';
import { receiveRead } from '../state/seen.ts';
import { sendChanges } from '../state/send-changes.ts';
import { sendOutbox } from '../state/send-outbox.ts';
import { noteLastMessage } from '../state/sent.ts';
import { receiveMessages } from '../state/timeline-query.ts';
import { carryTyping, endTyping, receiveTyping } from '../state/typing.ts';
import { catchUp, catchUpOnce } from './catch-up.ts';
import { expectNews, keepNotifying, tellNews } from './notify.ts';
import { keepPolling } from './poll.ts';
import { LiveSocket } from './socket.ts';

const TICK_MS = 5_000;
const BETWEEN_WAKES_MS = 10_000;
/** For this long after the start, what was loaded counts as read just before the first connect. */
const JUST_LOADED_MS = 10_000;
/**
 * A tick this late means that the device slept: reconnect. Browsers throttle the timers of a hidden page to once a
 * minute, which does not count as sleep.
 */
const SLEPT_MS = { visible: 30_000, hidden: 150_000 };

/** Keeps the page of a signed-in user up to date. Returns a stop function. */
export function keepLive(me: string): () => void {
  const resume = () => {
    void catchUp();
    sendAll();
  };
  const startedAt = Date.now();
  let hasOpened = false;
  const onOpen = () => {
    if (hasOpened || Date.now() - startedAt > JUST_LOADED_MS) return resume();
    hasOpened = true;
    void catchUpOnce();
    sendAll();
  };
  const socket = new LiveSocket({ onOpen, onFrame: (frame) => receiveFrame(frame, me) });
  const wake = (afresh: boolean) => {
    socket.nudge(afresh);
    resume();
  };
  const stops = [
    keepNotifying(),
    onReturn(wake),
    onWakeUp(wake),
    keepPolling(() => socket.isOpen()),
    onReached(wake),
    // Messages of other tabs too: the first tab that gets the lock sends them.
    subscribeToOutbox(sendOutbox),
    subscribeToChanges(sendChanges),
    carryTyping((group) => socket.send({ action: 'typing', message_group_uuid: group })),
  ];
  sendAll();
  return () => {
    for (const stop of stops) stop();
    socket.close();
  };
}

function sendAll(): void {
  sendOutbox();
  sendChanges();
}

/** Applies a frame. Frames only add to the lists or correct them. */
function receiveFrame(frame: Frame, me: string): void {
  if (frame.type === 'message_group') {
    const { type: _, ...group } = frame;
    receiveGroup(group);
    tellNews(group);
    return;
  }
  if (frame.type === 'read') {
    receiveRead(frame.message_group_uuid, frame.read_to);
    return;
  }
  if (frame.type === 'typing') {
    receiveTyping(frame.message_group_uuid);
    return;
  }
  // A message that changes was there before: it ends no typing.
  const isNew = frame.message.revision === undefined;
  if (isNew && frame.message.user_uuid !== me) {
    endTyping(frame.message_group_uuid);
    expectNews(frame.message_group_uuid, frame.message.created_at);
  }
  receiveMessages(frame.message_group_uuid, [frame.message]);
  noteLastMessage(frame.message_group_uuid, frame.message, frame.message.user_uuid === me);
}

/** Wakes when the network or the reader is back. */
function onReturn(wake: (afresh: boolean) => void): () => void {
  const online = () => wake(true);
  const visible = () => {
    if (!document.hidden) wake(false);
  };
  addEventListener('online', online);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', online);
    document.removeEventListener('visibilitychange', visible);
  };
}

/**
 * Wakes when the servers answer again, at most every few seconds: while one service answers and another does not, each
 * answer would wake the requests that fail.
 */
function onReached(wake: (afresh: boolean) => void): () => void {
  let wokenAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = subscribeToReachability(() => {
    if (isOffline()) return;
    clearTimeout(timer);
    const wait = Math.max(0, wokenAt + BETWEEN_WAKES_MS - Date.now());
    timer = setTimeout(() => {
      wokenAt = Date.now();
      wake(false);
    }, wait);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Detects sleep by late ticks. */
function onWakeUp(wake: (afresh: boolean) => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT_MS[document.visibilityState]) wake(true);
    last = now;
  }, TICK_MS);
  return () => clearInterval(timer);
}
