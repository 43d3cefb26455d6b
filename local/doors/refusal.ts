import { timingSafeEqual } from 'node:crypto';

/** Whom a part lets in. */
export interface Door {
  /** The origins of pages that may call. Absent, and every origin passes: the part itself answers as deployed. */
  origins?: readonly string[];
  /** Origins to which the part itself answers as deployed. It does not see any other, which it would echo. */
  answered?: readonly string[];
  /** The access key that a request has to show, if `needsKey` says so of it. */
  accessKeyId?: string;
  needsKey?: (request: Head) => boolean;
  /** Of which requests it does not matter which account of the machine sends them: they bring a token, say. */
  provesItself?: (request: Head) => boolean;
}

/** What a door sees of a request: names of headers in small letters. */
export interface Head {
  method: string;
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Why a request is refused; undefined if it may pass.
 *
 * A website that somebody visits can send requests to this machine, by its names for itself or by a name of the
 * website's own that leads here (DNS rebinding). The browser tells by `Host` and `Origin`, and for a request that a
 * page makes without an origin (an image, a script) by `Sec-Fetch-Site`.
 */
export function refusal(request: Head, door: Door): string | undefined {
  const { host, origin, authorization } = request.headers;
  if (!isThisMachine(String(host ?? ''))) return 'The Host header does not name this machine.';
  if (door.origins && origin !== undefined && !door.origins.includes(String(origin)))
    return 'Pages of this origin may not call.';
  if (door.origins && isOfOtherSite(request)) return 'Pages of other sites may not call.';
  if (door.accessKeyId === undefined || !(door.needsKey?.(request) ?? true)) return undefined;
  return showsKey(String(authorization ?? ''), door.accessKeyId)
    ? undefined
    : 'The access key is not the one in keys.json of the data folder.';
}

/** The origins of a page that is served on `port` of this machine. */
export const originsAt = (port: number) =>
  ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);

/** With any port: a proxy on this machine passes on the name of its own. */
const isThisMachine = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

/** Following a link from another site to a page here is no call. */
function isOfOtherSite({ method, headers }: Head): boolean {
  const isVisit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return headers['sec-fetch-site'] === 'cross-site' && !isVisit;
}

/** As an SDK signs (`AWS4-HMAC-SHA256 Credential=<key>/…`). The key is the secret: the signature is not checked. */
function showsKey(authorization: string, accessKeyId: string): boolean {
  const [, shown = ''] = /\bCredential=([^/,\s]+)\//.exec(authorization) ?? [];
  return shown.length === accessKeyId.length && timingSafeEqual(Buffer.from(shown), Buffer.from(accessKeyId));
}

/** The header of a request that is not made by an SDK. */
export const authorizationOf = (accessKeyId: string) => `AWS4-HMAC-SHA256 Credential=${accessKeyId}/local`;

/** The body of an answer 403, in which an SDK finds name and reason. */
export const refusalBody = (reason: string) =>
  JSON.stringify({ __type: 'AccessDeniedException', message: reason });
