import { type OperationName, routeOf } from '../shared/contract/routes.ts';
import { ApiError, Unreachable } from './errors.ts';

const PATIENCE_MS = 15_000;
/** A `Date` header has whole seconds, so smaller differences mean nothing. */
const CLOCK_TOLERANCE_MS = 1_000;

export interface ClientOptions {
  /** The origin of the API, for example `https://cruddur.example`; an address without a host stays on the page's. */
  baseUrl?: string;
  /**
   * Returns the access token, undefined when signed out. After a 401 it is called once more per request with the
   * refused token, so that a session can renew it.
   */
  token?: (refused?: string) => Promise<string | undefined>;
  fetch?: typeof fetch;
  /** Called after each try: whether the API answered. */
  onReachable?: (reachable: boolean) => void;
}

/** An untyped request: the parts that the routes need at run time. */
export interface AnyRequest {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
  anonymous?: boolean;
}

export interface Answer {
  body: unknown;
  next: AnyRequest | undefined;
}

/** One request and its answer; a refused token is replaced and the request repeated once. */
export async function exchange(
  name: OperationName,
  request: AnyRequest,
  options: ClientOptions,
  clock: { offset: number },
): Promise<Answer> {
  const token = request.anonymous ? undefined : await options.token?.();
  let response = await attempt(name, request, options, token);
  if (response.status === 401 && token !== undefined) {
    response = await attempt(name, request, options, await options.token?.(token));
  }
  setClock(clock, response);
  if (!response.ok) throw await toApiError(response);
  const next = nextQuery(response.headers.get('link'));
  return {
    body: await bodyOf(response).catch(fail),
    next: next && { ...request, query: { ...request.query, ...next } },
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  if (!response.headers.get('content-type')?.startsWith('application/x-ndjson')) return response.json();
  const lines = (await response.text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

async function attempt(
  name: OperationName,
  { params = {}, query = {}, headers, body, signal }: AnyRequest,
  { baseUrl = '', fetch = globalThis.fetch, onReachable }: ClientOptions,
  token: string | undefined,
): Promise<Response> {
  const { method, path } = routeOf(name);
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search =
    given.length > 0 ? `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}` : '';
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(
      baseUrl + path.replace(/\{(\w+)\}/g, (_, param) => encodeURIComponent(params[param] ?? '')) + search,
      {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
      },
    );
    if (!isOurs(response)) fail();
    onReachable?.(true);
    return response;
  } catch (cause) {
    signal?.throwIfAborted();
    onReachable?.(false);
    throw cause instanceof Unreachable ? cause : new Unreachable({ cause });
  }
}

/** A gateway without a server says 502 or 504; a hotel's sign-in page says 200 to anything. */
function isOurs(response: Response): boolean {
  return ![502, 504].includes(response.status) && (!response.ok || response.headers.has('x-request-id'));
}

function fail(cause?: unknown): never {
  throw new Unreachable({ cause });
}

/** The query of the next page in a `Link` header (RFC 8288). */
function nextQuery(link: string | null): Record<string, string> | undefined {
  const target = link?.match(/<[^>]*\?([^>]*)>\s*;[^,]*\brel="?next"?/)?.[1];
  return target === undefined ? undefined : Object.fromEntries(new URLSearchParams(target));
}

function setClock(clock: { offset: number }, response: Response): void {
  const told = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(told)) return;
  // The header's second began up to a second ago; 500 ms is the middle.
  const offset = told + 500 - Date.now();
  clock.offset = Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : 0;
}

async function toApiError(response: Response): Promise<ApiError> {
  const problem = await response.json().catch(() => ({}));
  const codes = Array.isArray(problem.errors) ? problem.errors : ['internal_error'];
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  return new ApiError(response.status, codes, {
    ...(retryAfter && { retryAfter }),
    ...(requestId && { requestId }),
  });
}
