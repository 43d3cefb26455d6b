import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { guardServer } from '../doors/guard.ts';
import { originsAt } from '../doors/refusal.ts';
import { callersEnvironment } from '../environment.ts';
import { answerFile } from './files.ts';
import { type Route, routesOf } from './routes.ts';

/** Serves the built web application and the routes behind its origin: `node serve.ts FOLDER PORT`. */
const [folder = '', port = '3000'] = process.argv.slice(2);
const routes = routesOf(callersEnvironment);
const agent = new Agent({ keepAlive: true });

for (const host of ['127.0.0.1', '::1']) {
  const server = createServer(answer).on('upgrade', upgrade).on('clientError', dropped);
  guardServer(server, { origins: originsAt(Number(port)) });
  // A machine without IPv6 has no ::1.
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (host === '::1') return;
    throw error;
  });
  server.listen({ host, port: Number(port) });
}

function answer(incoming: IncomingMessage, response: ServerResponse): void {
  if (!isOwnName(incoming)) return void response.writeHead(403).end();
  const route = routeOf(incoming);
  if (!route) return void answerFile(folder, incoming, response);
  const outgoing = forward(route, incoming);
  outgoing.on('response', (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  outgoing.on('error', () => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"Service Unavailable"}');
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
  const route = routeOf(incoming);
  socket.on('error', () => socket.destroy());
  if (!isOwnName(incoming) || !route) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  const outgoing = forward(route, incoming);
  outgoing.on('upgrade', (answered, target, rest) => {
    target.on('error', () => socket.destroy());
    socket.on('close', () => target.destroy());
    target.on('close', () => socket.destroy());
    socket.write(rawHead(answered));
    socket.write(rest);
    target.write(head);
    target.pipe(socket).pipe(target);
  });
  outgoing.on('response', (answered) => {
    socket.end(rawHead(answered));
    answered.resume();
  });
  outgoing.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  outgoing.end();
}

function forward(route: Route, { method, url = '/', headers }: IncomingMessage) {
  const { hostname, port: targetPort } = new URL(route.target);
  const isUpgrade = headers.upgrade !== undefined;
  const { origin: _, ...forwarded } = headers;
  return request({
    // The door has checked the origin: for the targets, the request comes from here.
    ...{ host: hostname, port: targetPort, method, headers: forwarded },
    path: route.as === undefined ? url : route.as + url.slice(url.split('?')[0]?.length),
    agent: isUpgrade ? false : agent,
  });
}

const routeOf = ({ url = '/' }: IncomingMessage) => routes.find(({ path }) => path.test(url));

/**
 * Accepts local host names only. With another name for this address, a foreign page could share this origin (DNS
 * rebinding).
 */
function isOwnName({ headers: { host = '' } }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}

function rawHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Drops input that is not HTTP. */
function dropped(_error: Error, socket: Duplex): void {
  socket.destroy();
}
