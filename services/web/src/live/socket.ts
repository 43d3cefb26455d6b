import { fullJitterMs } from '../../../../client/backoff.ts';
import type { Frame } from '../../../../shared/contract/frames.ts';
import { configuration } from '../net/configuration.ts';
import { accessToken } from '../session/access-token.ts';
import { parseFrame, typeOf } from './parse-frame.ts';

/** A connection gets frames for a minute after it opened, or after a ping that showed a good token. */
const PING_EVERY = 50_000;
/** A handshake that is not answered is given up: a browser alone would wait for minutes. */
const OPEN_WITHIN = 15_000;
/** A server that no longer knows the connection sends it nothing, no answer to a ping either. */
const ANSWER_WITHIN = 10_000;
/** A connection that lasted this long was a good one: the next failure is a first one. */
const STABLE_AFTER = 10_000;
const PROTOCOL = 'cruddur.v1';

interface Listeners {
  /** Every time a connection stands: what was missed before it has to be caught up with. */
  onOpen: () => void;
  onFrame: (frame: Frame) => void;
}

/** Keeps a WebSocket open for as long as it is wanted, with a fresh token for each connection. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private openedAt = 0;
  private failures = 0;
  /** Tells an attempt that is under way whether it is still wanted. */
  private attempt = 0;
  private retrying: Timer;
  private pinging: Timer;
  private silence: Timer;
  private readonly listeners: Listeners;

  constructor(listeners: Listeners) {
    this.listeners = listeners;
    void this.connect();
  }

  isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Tries at once if there is no connection, and asks one that is there; `afresh` gives that up instead. */
  nudge(afresh = false): void {
    if (this.isOpen() && !afresh) this.ping();
    else if (afresh || !this.socket) void this.connect();
  }

  close(): void {
    this.attempt++;
    for (const timer of [this.retrying, this.pinging]) clearTimeout(timer);
    this.heard();
    this.socket?.close();
    this.socket = undefined;
  }

  private async connect(): Promise<void> {
    this.close();
    const { attempt } = this;
    const made = await open().catch(() => undefined);
    if (attempt !== this.attempt) return made?.close();
    if (!made) return this.retry();
    this.socket = made;
    this.silence = setTimeout(() => this.retry(), OPEN_WITHIN);
    made.onopen = () => this.onOpen();
    made.onmessage = ({ data }) => this.onMessage(data);
    made.onclose = () => made === this.socket && this.retry();
  }

  private onOpen(): void {
    this.openedAt = Date.now();
    this.heard();
    this.pinging = setInterval(() => this.ping(), PING_EVERY);
    this.listeners.onOpen();
  }

  private onMessage(data: unknown): void {
    const type = typeOf(data);
    // API Gateway sends texts of its own, empty ones and errors: only what has a type is an answer of ours.
    if (type === undefined) return;
    this.heard();
    // The connection gets no frames, or no longer.
    if (type === 'unknown') return void this.connect();
    const frame = parseFrame(data);
    if (frame) this.listeners.onFrame(frame);
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = undefined;
  }

  private ping(): void {
    if (this.silence) return;
    this.silence = setTimeout(() => this.connect(), ANSWER_WITHIN);
    void this.sendPing();
  }

  /** Without a token it only asks; the server says whether it has seen a good one lately. */
  private async sendPing(): Promise<void> {
    const { socket } = this;
    const token = await accessToken().catch(() => undefined);
    if (socket === this.socket && this.isOpen()) socket?.send(JSON.stringify({ action: 'ping', token }));
  }

  private retry(): void {
    if (this.openedAt > 0 && Date.now() - this.openedAt > STABLE_AFTER) this.failures = 0;
    this.openedAt = 0;
    this.close();
    this.retrying = setTimeout(() => this.connect(), fullJitterMs(this.failures++));
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** The token travels as a subprotocol: an address would end up in logs. */
async function open(): Promise<WebSocket> {
  const { webSocketUrl } = await configuration();
  const url = new URL(webSocketUrl, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new WebSocket(url, [PROTOCOL, await accessToken()]);
}
