import { isOffline, subscribeToReachability } from '../net/reachability.ts';
import { subscribeToOutbox } from '../state/outbox.ts';
import { sendOutbox } from '../state/send-outbox.ts';
import { catchUp } from './catch-up.ts';
import { receiveFrame } from './receive-frame.ts';
import { LiveSocket } from './socket.ts';

const TICK = 5_000;
/**
 * A tick that comes this late was slept through: the connection is not to be trusted. Browsers let the timers
 * of a hidden page run once a minute, which is no sleep.
 */
const SLEPT = { visible: 30_000, hidden: 150_000 };
/** Without a WebSocket a visible page asks this often. */
const POLL_EVERY = 15_000;

/** Keeps the page of a signed-in user in step with the servers. Returns how to stop. */
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
    // Another tab's message too: whichever tab gets to it first sends it.
    subscribeToOutbox(sendOutbox),
  ];
  sendOutbox();
  return () => {
    for (const stop of stops) stop();
    socket.close();
  };
}

/** The network is back, or the reader is. */
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

/** Notices sleep by the clock, and stands in for a WebSocket that is not to be had. */
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
