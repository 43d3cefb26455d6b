import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';

/**
 * Adds error listeners to WebSockets. `serverless-offline` has none, so a client's broken frame (invalid UTF-8,
 * reserved bits) would end the process. `ws` closes such a connection itself, with the code of RFC 6455 (1007, 1002),
 * if the error has a listener.
 */
export function hearSocketErrors(log: (line: string) => void): void {
  const { WebSocketServer } = socketLibrary();
  const { handleUpgrade } = WebSocketServer.prototype;
  if (heard.has(handleUpgrade)) return;
  const hearing: typeof handleUpgrade = function (this: unknown, request, socket, head, done) {
    handleUpgrade.call(this, request, socket, head, (client, upgraded) => {
      client.on('error', ({ code, message }) =>
        log(`a client violated the WebSocket protocol: ${code ?? message}`),
      );
      done(client, upgraded);
    });
  };
  heard.add(hearing);
  WebSocketServer.prototype.handleUpgrade = hearing;
}

const heard = new WeakSet<HandleUpgrade>();

/** The very package that `serverless-offline` uses. */
function socketLibrary(): { WebSocketServer: { prototype: { handleUpgrade: HandleUpgrade } } } {
  const here = createRequire(import.meta.url);
  return createRequire(here.resolve('serverless-offline'))('ws');
}

type HandleUpgrade = (
  this: unknown,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  done: (client: Client, request: IncomingMessage) => void,
) => void;

interface Client {
  on(event: 'error', listener: (error: Error & { code?: string }) => void): void;
}
