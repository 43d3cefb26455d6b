import { isUtf8 } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as v from 'valibot';
import { webSettings } from '../config.ts';
import {
  BODY_MAX_BYTES,
  type ErrorCode,
  type Made,
  type Operation,
  type OperationName,
  operations,
  type Problem,
  type Schema,
} from '../contract/contract.ts';
import {
  BodyTooLarge,
  InvalidRequest,
  MalformedJson,
  NotJson,
  RequestError,
  StoreUnavailable,
} from '../errors.ts';
import { bearerToken, verifyAccessToken } from '../identity/access-token.ts';
import { logFailure, logRequest, type RequestLine } from '../log.ts';
import { withDeadline } from './deadline.ts';
import { type Consumption, metered } from './metering.ts';

const { CRUDDUR_WEB_ORIGIN: webOrigin, CRUDDUR_SERVER_TIMING: timing } = webSettings();

/** Before the function's own limit strikes, so that the caller gets an answer. */
const ANSWER_BEFORE_TIMEOUT_MS = 1_000;

type Parsed<O, Part extends string> = O extends Record<Part, infer S extends Schema> ? Made<S> : undefined;
type Response<N extends OperationName> = Made<(typeof operations)[N]['response']>;

/** What a handler is given: everything is parsed; `sub` is '' for a public operation. */
export interface Request<N extends OperationName> {
  sub: string;
  accessToken: string;
  params: Parsed<(typeof operations)[N], 'params'>;
  query: Parsed<(typeof operations)[N], 'query'>;
  headers: Parsed<(typeof operations)[N], 'headers'>;
  body: Parsed<(typeof operations)[N], 'body'>;
}

/** What a handler returns; `next` holds the query parameters that the next page's address differs in. */
export interface Reply<N extends OperationName> {
  body: Response<N>;
  next?: Record<string, string> | undefined;
  /** Names the request in the metrics; the operation does if it is absent. */
  pattern?: string | undefined;
}

type Event = APIGatewayProxyEventV2 & { sub?: string; accessToken?: string; pattern?: string | undefined };
type Result = APIGatewayProxyStructuredResultV2;

/**
 * The Lambda handler of one operation of the contract: who asks, what they sent, the work, the answer.
 *
 * Whatever goes wrong is answered as a problem document; an error that is no {@link RequestError} is a 500 that
 * says nothing, and its place in the code is logged.
 */
export function serve<N extends OperationName>(name: N, work: (request: Request<N>) => Promise<Reply<N>>) {
  const operation: Operation = operations[name];
  const parse = parser(operation);
  const edge = middy<Event, Result>({
    timeoutEarlyInMillis: ANSWER_BEFORE_TIMEOUT_MS,
    timeoutEarlyResponse: () => {
      throw new StoreUnavailable();
    },
  });
  if (!operation.public) edge.before(identify);
  if (operation.body) edge.before(checkBody).use(httpJsonBodyParser());
  edge.handler(async (event) => {
    const { body, next, pattern } = await work(parse(event) as Request<N>);
    event.pattern = pattern;
    return {
      statusCode: 200,
      headers: { ...(next && { link: nextLink(event, next) }) },
      body: JSON.stringify(body),
    };
  });

  return (event: APIGatewayProxyEventV2, context: Context): Promise<Result> =>
    metered(async (consumption) => {
      const started = performance.now();
      const id = context.awsRequestId;
      const deadline = Date.now() + context.getRemainingTimeInMillis() - ANSWER_BEFORE_TIMEOUT_MS;
      const answered = await withDeadline(deadline, () => edge(event, context)).catch((error) =>
        problem(name, id, error),
      );
      const line = { operation: name, pattern: (event as Event).pattern, request_id: id };
      return finish(line, answered, consumption, performance.now() - started);
    }, name);
}

async function identify({ event }: { event: Event }): Promise<void> {
  event.accessToken = bearerToken(event.headers.authorization);
  event.sub = await verifyAccessToken(event.accessToken);
}

/** A gateway leaves an empty body out, or sends null; bytes that are no UTF-8 could not be given back as they came. */
function checkBody({ event }: { event: Event }): void {
  event.body ??= '';
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_MAX_BYTES) throw new BodyTooLarge();
  if (!isUtf8(bytes)) throw new MalformedJson();
}

/** Turns what was sent into the types of the contract, or refuses it with every code that applies. */
function parser(operation: Operation): (event: Event) => Request<OperationName> {
  const params = operation.params?.();
  const query = operation.query?.();
  const headers = operation.headers?.();
  const body = operation.body?.();
  return (event) => {
    const codes: ErrorCode[] = [];
    const read = (schema: v.GenericSchema | undefined, sent: unknown) => {
      if (!schema) return undefined;
      const { issues = [], output } = v.safeParse(schema, sent);
      codes.push(...issues.map((issue) => issue.message as ErrorCode));
      return output;
    };
    const request = {
      sub: event.sub ?? '',
      accessToken: event.accessToken ?? '',
      params: read(params, event.pathParameters ?? {}),
      query: read(query, event.queryStringParameters ?? {}),
      headers: read(headers, event.headers),
      // To a schema an array is an object like others.
      body: read(body, Array.isArray(event.body) ? undefined : event.body),
    };
    const [first, ...rest] = new Set(codes);
    if (first) throw new InvalidRequest([first, ...rest], 'The request is not valid.');
    return request as Request<OperationName>;
  };
}

/** RFC 8288, as a reference relative to the address that was asked for. */
function nextLink(event: Event, next: Record<string, string>): string {
  const query = new URLSearchParams({ ...(event.queryStringParameters as Record<string, string>), ...next });
  return `<${event.rawPath}?${query}>; rel="next"`;
}

/** RFC 9457. */
function problem(name: OperationName, request_id: string, error: unknown): Result {
  const refusal = asRefusal(error);
  if (!refusal) logFailure(name, request_id, error);
  if (refusal?.cause) logFailure(name, request_id, refusal.cause);
  const status = refusal?.status ?? 500;
  const document: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: refusal?.message ?? 'Something went wrong.',
    errors: [...(refusal?.codes ?? ['internal_error'])],
    request_id,
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(refusal?.retryAfter && { 'retry-after': String(refusal.retryAfter) }),
    },
    body: JSON.stringify(document),
  };
}

/** The body parser throws errors of its own, which quote the body: only their status is looked at. */
function asRefusal(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  const { statusCode, cause } = error as { statusCode?: number; cause?: { package?: string } };
  if (cause?.package !== '@middy/http-json-body-parser') return undefined;
  return statusCode === 415 ? new NotJson() : new MalformedJson();
}

/** What every answer carries, and its line in the log. */
function finish(
  line: Pick<RequestLine, 'operation' | 'pattern' | 'request_id'>,
  answered: Result,
  consumption: Consumption,
  elapsed: number,
): Result {
  const status = answered.statusCode ?? 500;
  logRequest({
    ...line,
    status,
    milliseconds: elapsed,
    read_units: consumption.readUnits,
    write_units: consumption.writeUnits,
    ...(status >= 400 && { error_codes: (JSON.parse(answered.body ?? '{}') as Problem).errors }),
  });
  return {
    ...answered,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Origin',
      'access-control-allow-origin': webOrigin,
      'access-control-expose-headers': 'Link, Retry-After, Server-Timing, X-Request-Id',
      'x-request-id': line.request_id,
      'server-timing': serverTiming(consumption, elapsed),
      ...answered.headers,
    },
  };
}

/** Milliseconds, of which `ddb` are DynamoDB's; its units where the stage asks for them. */
function serverTiming({ readUnits, writeUnits, milliseconds }: Consumption, elapsed: number): string {
  const units = [readUnits && `${readUnits} RCU`, writeUnits && `${writeUnits} WCU`]
    .filter(Boolean)
    .join(' ');
  const description = timing === 'units' ? `;desc="${units || '0 RCU'}"` : '';
  return `ddb;dur=${milliseconds.toFixed(1)}${description}, total;dur=${elapsed.toFixed(1)}`;
}
