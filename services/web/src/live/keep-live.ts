import type { Frame } from '../../../../shared/contract/frames.ts';
import { isOffline, subscribeToReachability } from '../net/reachability.ts';
import { receiveGroup } from '../state/message-groups-query.ts';
import { subscribeToOutbox } from '../state/outbox.ts';
import { sendOutbox } from '../state/send-outbox.ts';
import { noteLastMessage } from '../state/sent.ts';
import { receiveMessages } from '../state/timeline-query.ts';
import { catchUp } from './catch-up.ts';
import { LiveSocket } from './socket.ts';

const TICK = 5_000;
/**
 * A tick this late means that the device slept: reconnect. Browsers throttle the timers of a hidden page to once a
 * minute, which does not count as sleep.
 */
const SLEPT = { visible: 30_000, hidden: 150_000 };
/** The polling interval of a visible page without a WebSocket. */
const POLL_EVERY = 15_000;

/** Keeps the page of a signed-in user up to date. Returns a stop function. */
export function keepLive(me: string): () => void {
  const resume = () => {
    void catchUp();
    sendOutbox();
  };
  const socket = new LiveSocket({ onOpen: resume, onFrame: (frame) => receiveFrame(frame, me) });
  const wake = (afresh: boolean) => {
    socket.nudge(afresh);
    resume();
  };
  const reached = () => {
    if (!isOffline()) wake(false);
  };
  const stops = [
    onReturn(wake),
    onTick(wake, () => socket.isOpen()),
    subscribeToReachability(reached),
    // Messages of other tabs too: the first tab that gets the lock sends them.
    subscribeToOutbox(sendOutbox),
  ];
  sendOutbox();
  return () => {
    for (const stop of stops) stop();
    socket.close();
  };
}

/** Applies a frame. Frames only add to the lists or correct them. */
function receiveFrame(frame: Frame, me: string): void {
  if (frame.type === 'message_group') {
    const { type: _, ...group } = frame;
    receiveGroup(group);
    return;
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

/** Detects sleep by late ticks, and polls while there is no WebSocket. */
function onTick(wake: (afresh: boolean) => void, isLive: () => boolean): () => void {
  let last = Date.now();
  let asked = last;
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT[document.visibilityState]) wake(true);
    else if (!isLive() && !document.hidden && now - asked > (isOffline() ? TICK : POLL_EVERY)) {
      asked = now;
      void catchUp();
    }
    last = now;
  }, TICK);
  return () => clearInterval(timer);
}
