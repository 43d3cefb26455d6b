import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type OperationName, routeOf } from '../shared/contract/routes.ts';
import { context, type Handler } from './call.ts';

export interface ServedApi {
  url: string;
  close(): Promise<void>;
}

/** The real handlers of some operations behind a plain HTTP server on loopback, routed as API Gateway routes. */
export async function serveApi(handlers: Partial<Record<OperationName, Handler>>): Promise<ServedApi> {
  const routes = Object.entries(handlers).map(([name, handler]) => toRoute(name as OperationName, handler));
  const server = createServer((request, response) => {
    answer(routes, request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Route {
  method: string;
  path: RegExp;
  handler: Handler;
}

function toRoute(name: OperationName, handler: Handler): Route {
  const { method, path } = routeOf(name);
  return { method, path: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`), handler };
}

async function answer(routes: Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const route = routes.find(({ method, path }) => method === request.method && path.test(pathname));
  if (!route) {
    response.writeHead(404).end();
    return;
  }
  const params = Object.entries(route.path.exec(pathname)?.groups ?? {});
  const event = {
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    queryStringParameters: search ? Object.fromEntries(searchParams) : undefined,
    pathParameters: Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)])),
    body: request.method === 'GET' ? undefined : await text(request),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode = 500, headers, body } = await route.handler(event, context());
  response.writeHead(statusCode, headers as Record<string, string>).end(body);
}
