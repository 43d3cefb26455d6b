import { isUtf8 } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as v from 'valibot';
import { clockMs } from '../clock.ts';
import { webSettings } from '../config.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { Operation } from '../contract/operation.ts';
import type { Problem } from '../contract/problem.ts';
import type { Made, Schema } from '../contract/schema.ts';
import {
  BodyTooLarge,
  InvalidRequest,
  MalformedJson,
  NotJson,
  RequestError,
  StoreUnavailable,
  Unauthenticated,
} from '../errors.ts';
import { bearerToken } from '../identity/access-token.ts';
import { confirmSession } from '../identity/session.ts';
import { logFailure, logRequest, type RequestLine } from '../log.ts';
import { callerOf } from './caller.ts';
import { withDeadline } from './deadline.ts';
import { cameThroughFront } from './front-key.ts';
import { limitHeaders } from './limit-headers.ts';
import { type Consumption, metered } from './metering.ts';

const { CRUDDUR_WEB_ORIGIN, CRUDDUR_SERVER_TIMING: timing } = webSettings();
const allowedOrigins = CRUDDUR_WEB_ORIGIN.split(',');

export const BODY_MAX_BYTES = 64 * 1024;

/** Answers this long before the function's timeout, so that the caller gets an answer. */
const ANSWER_BEFORE_TIMEOUT_MS = 1_000;

type Parsed<O, Part extends string> = O extends Record<Part, infer S extends Schema> ? Made<S> : undefined;

/** The parsed request of a handler. Only public operations have no caller. */
export type OperationRequest<O extends Operation> = {
  params: Parsed<O, 'params'>;
  query: Parsed<O, 'query'>;
  headers: Parsed<O, 'headers'>;
  body: Parsed<O, 'body'>;
} & (O extends { public: true } ? unknown : Caller);

/** The verified token, and the account that it names. */
interface Caller {
  sub: string;
  accessToken: string;
}

/** A handler's result, 204 if `body` is undefined; `next` has the query parameters that differ in the next page's URL. */
export interface Reply<O extends Operation> {
  body: Made<O['response']>;
  next?: Record<string, string> | undefined;
  /** Names the request in the metrics; default: the operation. */
  pattern?: string | undefined;
}

type HttpEvent = APIGatewayProxyEventV2 & Partial<Caller>;
type HttpResult = APIGatewayProxyStructuredResultV2;

/** A response, with extra fields for the log. */
interface Answered {
  result: HttpResult;
  pattern?: string | undefined;
  codes?: readonly ErrorCode[];
  reason?: string | undefined;
}

/** Not a document of the contract, and without a line in the log: whoever gets it goes around the API's front. */
const NOT_THROUGH_FRONT: HttpResult = { statusCode: 403, headers: { 'cache-control': 'no-store' } };

/**
 * The Lambda handler of one operation of the contract: authentication, input validation, work, response.
 *
 * All errors become problem documents; any other than {@link RequestError} is a 500 without details, and its place in
 * the code is logged.
 */
export function serve<const O extends Operation>(
  operation: O,
  work: (request: OperationRequest<O>) => Promise<Reply<O>>,
) {
  const { name } = operation;
  const parse = parser(operation);
  const toText = operation.lines ? toLines : (body: unknown) => JSON.stringify(body);
  const edge = middy<HttpEvent, Answered>({
    timeoutEarlyInMillis: ANSWER_BEFORE_TIMEOUT_MS,
    timeoutEarlyResponse: () => {
      throw new StoreUnavailable();
    },
  });
  if (!operation.public) edge.before(identify);
  if (operation.body) edge.before(checkBody).use(httpJsonBodyParser());
  edge.handler(async (event) => {
    const request = parse(event) as OperationRequest<O>;
    const { body, next, pattern } = await work(request);
    const headers = { ...(next && { link: nextLink(event, request.query ?? {}, next) }) };
    const result =
      body === undefined
        ? { statusCode: 204, headers }
        : {
            statusCode: 200,
            headers: { ...headers, ...(operation.lines && JSON_LINES) },
            body: toText(body),
          };
    return { result, pattern };
  });

  const answer = (event: APIGatewayProxyEventV2, context: Context): Promise<HttpResult> =>
    metered(async (consumption) => {
      const started = clockMs();
      const id = context.awsRequestId;
      const deadline = Date.now() + context.getRemainingTimeInMillis() - ANSWER_BEFORE_TIMEOUT_MS;
      const answered = await withDeadline(deadline, () => edge(event, context)).catch((error) =>
        problem(name, id, error),
      );
      const elapsed = clockMs() - started;
      logAnswered({ operation: name, request_id: id }, answered, consumption, elapsed);
      return withHeaders(answered.result, id, consumption, elapsed, event.headers?.origin);
    }, name);
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<HttpResult> =>
    cameThroughFront(event.headers) ? answer(event, context) : NOT_THROUGH_FRONT;
}

const JSON_LINES = { 'content-type': 'application/x-ndjson; charset=utf-8' };

const toLines = (body: unknown) => (body as unknown[]).map((line) => `${JSON.stringify(line)}\n`).join('');

async function identify({ event }: { event: HttpEvent }): Promise<void> {
  event.accessToken = bearerToken(event.headers.authorization);
  event.sub = (await confirmSession(event.accessToken)).sub;
}

/** Gateways omit an empty body or pass null. Invalid UTF-8 is refused: it could not be returned unchanged. */
function checkBody({ event }: { event: HttpEvent }): void {
  event.body ??= '';
  if (!isUtf8Declared(event.headers['content-type'])) throw new NotJson();
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_MAX_BYTES) throw new BodyTooLarge();
  if (!isUtf8(bytes) || isReplaced(event)) throw new MalformedJson();
}

/** JSON is UTF-8 (RFC 8259); a client that declares another charset is refused. */
function isUtf8Declared(contentType = ''): boolean {
  const [, charset] = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType) ?? [];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** A gateway that decodes bytes as text replaces invalid ones with U+FFFD, three bytes each; the length reveals it. */
function isReplaced({ body = '', isBase64Encoded, headers }: HttpEvent): boolean {
  const sent = headers['content-length'];
  if (isBase64Encoded || sent === undefined || !body.includes('\ufffd')) return false;
  return Number(sent) !== Buffer.byteLength(body);
}

/** Parses the input into the types of the contract, or refuses it with all error codes that apply. */
function parser(operation: Operation): (event: HttpEvent) => unknown {
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
      ...(event.sub && { sub: event.sub, accessToken: event.accessToken }),
      params: read(params, event.pathParameters ?? {}),
      query: read(query, event.queryStringParameters ?? {}),
      headers: read(headers, event.headers),
      // Schemas accept an array as an object, so exclude it here.
      body: read(body, Array.isArray(event.body) ? undefined : event.body),
    };
    const [first, ...rest] = new Set(codes);
    if (first) throw new InvalidRequest([first, ...rest], 'The request is not valid.');
    return request;
  };
}

/** A `Link` (RFC 8288) relative to the requested URL, with known parameters only. */
function nextLink(event: HttpEvent, known: object, next: Record<string, string>): string {
  const given = Object.entries(event.queryStringParameters ?? {}).filter(([name]) =>
    Object.hasOwn(known, name),
  );
  const query = new URLSearchParams({ ...(Object.fromEntries(given) as Record<string, string>), ...next });
  return `<${event.rawPath}?${query}>; rel="next"`;
}

/** RFC 9457. */
function problem(name: string, request_id: string, error: unknown): Answered {
  const refusal = asRefusal(error);
  if (!refusal) logFailure(name, request_id, error);
  if (refusal?.cause) logFailure(name, request_id, refusal.cause);
  const status = refusal?.status ?? 500;
  const codes = refusal?.codes ?? (['internal_error'] as const);
  const document: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: refusal?.message ?? 'Something went wrong.',
    errors: [...codes],
    request_id,
  };
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(refusal?.retryAfter && { 'retry-after': String(refusal.retryAfter) }),
  };
  const reason = refusal instanceof Unauthenticated ? refusal.reason : undefined;
  return { result: { statusCode: status, headers, body: JSON.stringify(document) }, codes, reason };
}

/** The body parser throws its own errors, which quote the body: only their status is used. */
function asRefusal(error: unknown): RequestError | undefined {
  if (error instanceof RequestError) return error;
  const { statusCode, cause } = error as { statusCode?: number; cause?: { package?: string } };
  if (cause?.package !== '@middy/http-json-body-parser') return undefined;
  return statusCode === 415 ? new NotJson() : new MalformedJson();
}

function logAnswered(
  line: Pick<RequestLine, 'operation' | 'request_id'>,
  { result, pattern, codes, reason }: Answered,
  consumption: Consumption,
  milliseconds: number,
): void {
  logRequest({
    ...line,
    pattern,
    status: result.statusCode ?? 500,
    milliseconds,
    read_units: consumption.readUnits,
    write_units: consumption.writeUnits,
    ...(codes && { error_codes: codes }),
    caller: callerOf(consumption),
    reason,
  });
}

/** Headers of every response. */
function withHeaders(
  result: HttpResult,
  requestId: string,
  consumption: Consumption,
  elapsed: number,
  origin: string | undefined,
): HttpResult {
  return {
    ...result,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      vary: 'Origin',
      'access-control-allow-origin': allowedOrigins.find((one) => one === origin) ?? allowedOrigins[0] ?? '',
      'access-control-expose-headers':
        'Date, Link, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id',
      'x-request-id': requestId,
      'server-timing': serverTiming(consumption, elapsed),
      ...limitHeaders(consumption.uses),
      ...result.headers,
    },
  };
}

/** Milliseconds in total and in DynamoDB (`ddb`), and its units if the stage enables them. */
function serverTiming({ readUnits, writeUnits, milliseconds }: Consumption, elapsed: number): string {
  const units = [readUnits && `${readUnits} RCU`, writeUnits && `${writeUnits} WCU`]
    .filter(Boolean)
    .join(' ');
  const description = timing === 'units' ? `;desc="${units || '0 RCU'}"` : '';
  return `ddb;dur=${milliseconds.toFixed(1)}${description}, total;dur=${elapsed.toFixed(1)}`;
}
