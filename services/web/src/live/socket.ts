import type { Frame } from '../../../../shared/contract.ts';
import { configuration } from '../configuration.ts';
import { accessToken } from '../session/access-token.ts';
import { fullJitter } from './backoff.ts';
import { parseFrame } from './frame.ts';

/** API Gateway closes a connection that is silent for 10 minutes. */
const PING_EVERY = 4 * 60_000;
const PROTOCOL = 'cruddur.v1';

interface Listeners {
  /** Every time a connection stands: what was missed before it has to be caught up with. */
  onOpen: () => void;
  onFrame: (frame: Frame) => void;
}

export interface Socket {
  isOpen: () => boolean;
  /** Tries at once if there is no connection; `afresh` also gives up one that may be dead. */
  nudge: (afresh?: boolean) => void;
  close: () => void;
}

/** Keeps a WebSocket open for as long as it is wanted, with a fresh token for each connection. */
export function keepSocket({ onOpen, onFrame }: Listeners): Socket {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ping: ReturnType<typeof setInterval> | undefined;
  let failures = 0;
  let generation = 0;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;
  const drop = () => {
    generation++;
    clearTimeout(timer);
    clearInterval(ping);
    socket?.close();
    socket = undefined;
  };
  const retry = () => {
    drop();
    timer = setTimeout(connect, fullJitter(failures++));
  };
  const connect = async () => {
    drop();
    const mine = generation;
    try {
      const made = await open();
      if (mine !== generation) return made.close();
      socket = made;
    } catch {
      if (mine === generation) retry();
      return;
    }
    listen(socket);
  };
  const listen = (made: WebSocket) => {
    made.onopen = () => {
      failures = 0;
      ping = setInterval(() => made.send('{"action":"ping"}'), PING_EVERY);
      onOpen();
    };
    made.onmessage = ({ data }) => {
      const frame = parseFrame(data);
      if (frame) onFrame(frame);
    };
    made.onclose = () => {
      if (made === socket) retry();
    };
  };

  void connect();
  return {
    isOpen,
    nudge: (afresh = false) => {
      if (afresh || !socket || socket.readyState === WebSocket.CLOSED) void connect();
    },
    close: drop,
  };
}

/** The token travels as a subprotocol: an address would end up in logs. */
async function open(): Promise<WebSocket> {
  const { webSocketUrl } = await configuration();
  const url = new URL(webSocketUrl, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new WebSocket(url, [PROTOCOL, await accessToken()]);
}
