import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { context } from '../test/call.ts';

/**
 * The functions of patterns A, B and D behind a plain HTTP server: one process, so one core, where Lambda would start
 * an instance for each request at a time. Tells its parent the port, and its CPU time when asked.
 */
const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.destroy(error));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuSeconds: (user + system) / 1e6 });
});
process.once('disconnect', () => process.exit());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, group] = /^\/api\/messages\/([^/]+)$/.exec(pathname) ?? [];
  const handler = request.method === 'POST' ? sendMessage : group ? listMessages : listMessageGroups;
  const event = {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    pathParameters: group ? { message_group_uuid: group } : undefined,
    body: request.method === 'POST' ? await text(request) : undefined,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode = 500, headers, body } = await handler(event, context());
  response.writeHead(statusCode, headers as Record<string, string>).end(body);
}
