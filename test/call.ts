import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as v from 'valibot';
import { operations } from '../shared/contract/operations.ts';
import { Problem } from '../shared/contract/problem.ts';
import { type OperationName, routeOf } from '../shared/contract/routes.ts';
import type { Made, Schema } from '../shared/contract/schema.ts';
import type { Person } from './accounts.ts';

export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** A test's request; a `body` other than a string is sent as JSON. */
export interface Call {
  as?: Pick<Person, 'token'> | undefined;
  params?: Record<string, string>;
  query?: Record<string, string> | undefined;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface Answer<Body> {
  status: number;
  headers: Record<string, string>;
  body: Body;
  /** The error codes of a problem document; empty for a success. */
  errors: string[];
  /** The query parameters of the `Link: rel="next"` header. */
  next: Record<string, string> | undefined;
}

/**
 * Calls a handler as API Gateway does (HTTP API, payload 2.0) and checks every answer against the contract: a 200 or
 * 204 by the operation's response schema, anything else as a problem document.
 */
export async function call<N extends OperationName>(
  handler: Handler,
  name: N,
  sent: Call = {},
): Promise<Answer<Made<(typeof operations)[N]['response']>>> {
  const result = await handler(toEvent(name, sent), context());
  const headers = result.headers as Record<string, string>;
  const status = result.statusCode ?? 0;
  const body = status === 204 ? result.body : parseBody(headers, result.body ?? '');
  const isDone = status === 200 || status === 204;
  const schema: Schema = isDone ? operations[name].response : Problem;
  const { issues } = v.safeParse(schema(), body);
  if (issues) throw new Error(`${name} answered ${status}, not as agreed: ${v.summarize(issues)}`);
  if (!headers['x-request-id'] || !headers['server-timing']) throw new Error(`${name} lacks a header`);
  const next = /^<[^?>]*\?([^>]*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
  return {
    status,
    headers,
    body,
    errors: isDone ? [] : body.errors,
    next: next === undefined ? undefined : Object.fromEntries(new URLSearchParams(next)),
  };
}

function parseBody(headers: Record<string, string>, body: string) {
  if (!headers['content-type']?.startsWith('application/x-ndjson')) return JSON.parse(body);
  // Each line ends, the last one too.
  return body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** The capacity units of the request, from the `Server-Timing` header. */
export function unitsOf(answer: Answer<unknown>): { rcu: number; wcu: number } {
  const [, description = ''] =
    /ddb;dur=[\d.]+;desc="([^"]*)"/.exec(answer.headers['server-timing'] ?? '') ?? [];
  const units = (name: string) => Number(new RegExp(`([\\d.]+) ${name}`).exec(description)?.[1] ?? 0);
  return { rcu: units('RCU'), wcu: units('WCU') };
}

export function toEvent(name: OperationName, sent: Call): APIGatewayProxyEventV2 {
  const { method, path } = routeOf(name);
  const rawPath = path.replace(/\{(\w+)\}/g, (_, param) =>
    encodeURIComponent((sent.params?.[param] ?? '').toWellFormed()),
  );
  const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body);
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath,
    rawQueryString: new URLSearchParams(sent.query).toString(),
    headers: {
      ...(sent.as && { authorization: `Bearer ${sent.as.token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...sent.headers,
    },
    queryStringParameters: sent.query,
    pathParameters: sent.params,
    requestContext: { requestId: randomUUID(), http: { method, path: rawPath } },
    body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

/** A function's time, longer than the 6 s of a deployed one: an answer in time is no matter of most tests. */
const FUNCTION_MS = 30_000;

export function context(): Context {
  const started = Date.now();
  return {
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => FUNCTION_MS - (Date.now() - started),
  } as Context;
}
