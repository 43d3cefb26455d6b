import { fullJitterMs } from '../../../../client/backoff.ts';
import type { Frame, TypingFrame } from '../../../../shared/contract/frames.ts';
import { configuration } from '../net/configuration.ts';
import { accessToken } from '../session/access-token.ts';
import { parseFrame, typeOf } from './parse-frame.ts';

/** The server sends frames for a minute after the connect, or after a ping with a valid token. */
const PING_EVERY_MS = 50_000;
/** The timeout of the handshake: a browser alone would wait for minutes. */
const OPEN_WITHIN_MS = 15_000;
/** The timeout of a ping: a server that no longer knows the connection does not answer. */
const ANSWER_WITHIN_MS = 10_000;
/** A connection that lasted this long resets the backoff. */
const STABLE_AFTER_MS = 10_000;
const PROTOCOL = 'cruddur.v1';

interface Listeners {
  /** Called on every connect: messages may have been missed before it. */
  onOpen: () => void;
  onFrame: (frame: Frame) => void;
}

/** Keeps a WebSocket open until `close`: reconnects with backoff, with a fresh token each time. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private openedAt = 0;
  private failures = 0;
  /** Incremented to cancel an attempt that is in flight. */
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

  /** Connects at once if there is no connection, otherwise pings; `afresh` always reconnects. */
  nudge(afresh = false): void {
    if (this.isOpen() && !afresh) this.ping();
    else if (afresh || !this.socket) void this.connect();
  }

  /** Sends what nobody answers, if there is a connection. */
  send(frame: TypingFrame): void {
    if (this.isOpen()) this.socket?.send(JSON.stringify(frame));
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
    const address = await addressAndToken().catch(() => undefined);
    if (attempt !== this.attempt) return;
    if (!address) return this.retry();
    const made = new WebSocket(...address);
    this.socket = made;
    this.silence = setTimeout(() => this.retry(), OPEN_WITHIN_MS);
    made.onopen = () => this.onOpen();
    made.onmessage = ({ data }) => this.onMessage(data);
    made.onclose = () => made === this.socket && this.retry();
  }

  private onOpen(): void {
    this.openedAt = Date.now();
    this.heard();
    this.pinging = setInterval(() => this.ping(), PING_EVERY_MS);
    this.listeners.onOpen();
  }

  /** A frame on each line. */
  private onMessage(data: unknown): void {
    if (typeof data === 'string') for (const line of data.split('\n')) this.onLine(line);
  }

  private onLine(line: string): void {
    const type = typeOf(line);
    // API Gateway sends texts of its own, empty ones and errors: only a text with a type comes from our server.
    if (type === undefined) return;
    this.heard();
    // The server does not know the connection, or no longer.
    if (type === 'unknown') return void this.connect();
    const frame = parseFrame(line);
    if (frame) this.listeners.onFrame(frame);
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = undefined;
  }

  private ping(): void {
    if (this.silence) return;
    this.silence = setTimeout(() => this.connect(), ANSWER_WITHIN_MS);
    void this.sendPing();
  }

  /** Without a token a ping only asks whether the connection is still known. */
  private async sendPing(): Promise<void> {
    const { socket } = this;
    const token = await accessToken().catch(() => undefined);
    if (socket === this.socket && this.isOpen()) socket?.send(JSON.stringify({ action: 'ping', token }));
  }

  private retry(): void {
    if (this.openedAt > 0 && Date.now() - this.openedAt > STABLE_AFTER_MS) this.failures = 0;
    this.openedAt = 0;
    this.close();
    this.retrying = setTimeout(() => this.connect(), fullJitterMs(this.failures++));
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** The token is sent as a subprotocol: a URL would end up in logs. */
async function addressAndToken(): Promise<[URL, string[]]> {
  const { webSocketUrl } = await configuration();
  const url = new URL(webSocketUrl, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return [url, [PROTOCOL, await accessToken()]];
}
