import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Fake servers for what moto does not run. */

/**
 * Lambda's API for invoking functions.
 *
 * @param handlers by the names of the functions; they run in this process.
 */
export async function startLambda(handlers: Record<string, (event: never) => Promise<unknown>>) {
  const server = createHttpServer(async (request, response) => {
    const event = JSON.parse((await buffer(request)).toString());
    const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
    const handler = handlers[name];
    if (!handler) return response.writeHead(404).end('{}');
    try {
      return response.end(JSON.stringify(await handler(event as never)));
    } catch (error) {
      response.setHeader('X-Amz-Function-Error', 'Unhandled');
      return response.end(JSON.stringify({ errorMessage: (error as Error).message }));
    }
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, stop: () => server.close() };
}

/** API Gateway's connections endpoint; `posted` has the frames of each connection. */
export async function startGateway() {
  const posted = new Map<string, unknown[]>();
  const server = createHttpServer(async (request, response) => {
    const [, connection = ''] = request.url?.split('/@connections/') ?? [];
    const frame: unknown = JSON.parse((await buffer(request)).toString());
    posted.set(connection, [...(posted.get(connection) ?? []), frame]);
    response.end();
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, posted, stop: () => server.close() };
}

/** A Postgres server that asks for a password and refuses everyone; `passwords` are those it received. */
export async function startGatekeeper() {
  const passwords: string[] = [];
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(serverMessage('R', [0, 0, 0, CLEARTEXT_PASSWORD]));
      socket.once('data', (message) => {
        passwords.push(message.subarray(5, -1).toString());
        socket.end(serverMessage('E', [...Buffer.from('SFATAL\0C28000\0MGo away\0\0')]));
      });
    });
  });
  return { port: await listen(server), passwords, stop: () => server.close() };
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
const serverMessage = (type: string, body: number[]) =>
  Buffer.from([...Buffer.from(type), 0, 0, 0, body.length + 4, ...body]);
const CLEARTEXT_PASSWORD = 3;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
