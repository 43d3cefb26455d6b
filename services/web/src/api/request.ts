import { reportReachable } from '../net/reachability.ts';
import { accessToken, renew, SignedOut } from '../session/access-token.ts';
import { currentSession, expireSession } from '../session/session.ts';

/** A problem document that the API answered with. */
export class ApiError extends Error {
  readonly status: number;
  readonly codes: readonly string[];
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(status: number, codes: readonly string[], retryAfter?: number) {
    super(`${status} ${codes.join(' ')}`);
    this.name = 'ApiError';
    this.status = status;
    this.codes = codes;
    this.retryAfter = retryAfter;
  }
}

/** No answer of ours: offline, too slow, or a proxy without a server behind it. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  /** Answers callers without a token too: none is sent. */
  public?: boolean;
}

export interface Answer<T> {
  data: T;
  /** The path of the next page of a list; null at its end. */
  next: string | null;
}

/** One request to our API. Throws ApiError, Unreachable or SignedOut. A refused token is renewed once. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  let response = await send(method, path, options, options.public ? undefined : await tokenOrOffline());
  if (response.status === 401 && !options.public) response = await sendWithNewToken(method, path, options);
  if (!response.ok) throw await toError(response);
  return { data: await response.json(), next: nextPage(response.headers.get('link')) };
}

/** The next page's path in a Link header (RFC 8288); only the path, so that it stays on this origin. */
export function nextPage(link: string | null): string | null {
  const target = link?.match(/<([^>]*)>\s*;[^,]*\brel="?next"?/)?.[1];
  const url = target ? URL.parse(target, location.origin) : null;
  return url && url.pathname + url.search;
}

async function send(method: string, path: string, options: Options, token?: string): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    cache: 'no-store',
    signal: AbortSignal.timeout(15_000),
  }).catch(failUnreachable);
  if ([502, 504].includes(response.status) || (response.ok && !isOurs(response))) failUnreachable();
  reportReachable(true);
  return response;
}

/** A server that is just starting, or a hotel's sign-in page, says 200 to anything. */
function isOurs(response: Response): boolean {
  return response.headers.has('x-request-id');
}

async function sendWithNewToken(method: string, path: string, options: Options): Promise<Response> {
  const session = currentSession();
  if (!session) throw new SignedOut();
  const response = await send(method, path, options, await renew(session).catch(rethrowOffline));
  if (response.status === 401) {
    expireSession();
    throw new SignedOut();
  }
  return response;
}

function tokenOrOffline(): Promise<string> {
  return accessToken().catch(rethrowOffline);
}

function rethrowOffline(error: unknown): never {
  if (error instanceof SignedOut) throw error;
  return failUnreachable();
}

function failUnreachable(): never {
  reportReachable(false);
  throw new Unreachable();
}

async function toError(response: Response): Promise<ApiError> {
  const problem = await response.json().catch(() => ({}));
  const codes = Array.isArray(problem.errors) ? problem.errors : ['internal_error'];
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  return new ApiError(response.status, codes, retryAfter);
}
