import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isOwnAccount } from './peer.ts';
import { type Door, refusal, refusalBody } from './refusal.ts';

/**
 * Puts doors before the HTTP servers of this process, by the port on which each listens. A server without a door is
 * left alone. Refused requests do not reach the handlers of the server.
 */
export function guardPorts(doors: Readonly<Record<number, Door>>): void {
  if (guarded.size === 0) guardEveryServer();
  for (const [port, door] of Object.entries(doors)) guarded.set(Number(port), door);
}

const guarded = new Map<number, Door>();

function guardEveryServer(): void {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
    const address = this.address();
    const door = typeof address === 'object' && address ? guarded.get(address.port) : undefined;
    return (door && stop(event, args, door)) || Reflect.apply(emit, this, [event, ...args]);
  };
}

/** Puts a door before one server. */
export function guardServer(server: Server, door: Door): void {
  const { emit } = server;
  server.emit = function (this: Server, event: string, ...args: unknown[]) {
    return stop(event, args, door) || Reflect.apply(emit, this, [event, ...args]);
  };
}

/** @returns whether the event was a request that the door refused and answered. */
function stop(event: string, [request, answer]: unknown[], door: Door): boolean {
  const isUpgrade = event === 'upgrade' || event === 'connect';
  if (!isUpgrade && !/^(request|checkContinue|checkExpectation)$/.test(event)) return false;
  const { method = '', url = '', headers, socket } = request as IncomingMessage;
  const reason =
    door.provesItself?.({ method, url, headers }) || isOwn(socket)
      ? refusal({ method, url, headers }, door)
      : 'This local cloud belongs to another account of this machine.';
  if (reason === undefined) {
    answerOrigin(request as IncomingMessage, answer as ServerResponse, door);
    return false;
  }
  if (isUpgrade) refuseUpgrade(answer as Socket, reason);
  else refuse(answer as ServerResponse, reason);
  return true;
}

/** Narrows CORS answers from every origin to the page's, and hides other origins from a server that would echo them. */
function answerOrigin({ method, headers }: IncomingMessage, response: ServerResponse, door: Door): void {
  const { origin } = headers;
  if (origin === undefined) return;
  if (door.answered && !door.answered.includes(origin) && method !== 'OPTIONS') delete headers.origin;
  if (!door.origins?.includes(origin) || !('setHeader' in response)) return;
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name, name.toLowerCase() === 'access-control-allow-origin' ? origin : value);
}

function refuse(response: ServerResponse, reason: string): void {
  // Closes, since the rest of the request would be read as the next one.
  response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
  response.end(refusalBody(reason));
}

export function refuseUpgrade(socket: Socket, reason: string): void {
  const body = refusalBody(reason);
  const head = [
    'HTTP/1.1 403 Forbidden',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.on('error', () => {});
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Checked once per connection: all of its requests come from the same process. */
function isOwn(socket: Socket): boolean {
  const known = owns.get(socket) ?? isOwnAccount(socket);
  owns.set(socket, known);
  return known;
}

const owns = new WeakMap<Socket, boolean>();
