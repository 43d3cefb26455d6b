import { randomUUID } from 'node:crypto';
import type { SocketEvent } from '../shared/edge/socket.ts';

/** API Gateway's event when a client opens a WebSocket with these subprotocols. */
export const connectEvent = (connectionId: string, subprotocols: readonly string[]): SocketEvent =>
  socketEvent(connectionId, '$connect', { headers: { 'Sec-WebSocket-Protocol': subprotocols.join(', ') } });

export const disconnectEvent = (connectionId: string): SocketEvent =>
  socketEvent(connectionId, '$disconnect', {});

/** API Gateway's event when an open WebSocket sends `body`. */
export const messageEvent = (connectionId: string, body: string): SocketEvent =>
  socketEvent(connectionId, '$default', { body });

function socketEvent(connectionId: string, routeKey: string, rest: Partial<SocketEvent>): SocketEvent {
  const requestContext = { connectionId, routeKey, requestId: randomUUID() };
  return { isBase64Encoded: false, requestContext, ...rest } as SocketEvent;
}

/** A session valid for a minute, as a person's access token gives it. */
export const sessionOf = ({ sub }: { sub: string }) => ({ sub, trusted_until: Date.now() + 60_000 });
