import { timingSafeEqual } from 'node:crypto';

/** Rules for the requests that a part lets in. */
export interface Door {
  /** Origins of the pages that may call. If absent, every origin passes and the part itself answers as deployed. */
  origins?: readonly string[];
  /** Origins to which the part itself answers as deployed. Others are hidden from it, since it would echo them. */
  answered?: readonly string[];
  /** The access key that a request must show, if `needsKey` holds for it. */
  accessKeyId?: string;
  needsKey?: (request: Head) => boolean;
  /** Requests that any account of the machine may send, for example because they carry a token. */
  provesItself?: (request: Head) => boolean;
}

/** The part of a request that a door checks; header names in lower case. */
export interface Head {
  method: string;
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Why a request is refused; undefined if it may pass.
 *
 * A website open in a browser can send requests to this machine, by a local name or by its own name that resolves to
 * this machine (DNS rebinding). The browser reveals it in `Host` and `Origin`, and for a request without an origin
 * (an image, a script) in `Sec-Fetch-Site`.
 */
export function refusal(request: Head, door: Door): string | undefined {
  const { host, origin, authorization } = request.headers;
  if (!isThisMachine(String(host ?? ''))) return 'The Host header does not name this machine.';
  if (door.origins && origin !== undefined && !door.origins.includes(String(origin)))
    return 'Pages of this origin are not allowed to call.';
  if (door.origins && isOfOtherSite(request)) return 'Pages of other sites are not allowed to call.';
  if (door.accessKeyId === undefined || !(door.needsKey?.(request) ?? true)) return undefined;
  return showsKey(String(authorization ?? ''), door.accessKeyId)
    ? undefined
    : 'The access key is not the one in keys.json of the data folder.';
}

/** The origins of a page that is served on `port` of this machine. */
export const originsAt = (port: number) =>
  ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${port}`);

/** Accepts any port: a proxy on this machine forwards its own name. */
const isThisMachine = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host);

/** Following a link from another site to a page here does not count. */
function isOfOtherSite({ method, headers }: Head): boolean {
  const isVisit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return headers['sec-fetch-site'] === 'cross-site' && !isVisit;
}

/**
 * Finds the key in the header of an SDK (`AWS4-HMAC-SHA256 Credential=<key>/…`). The key is the secret; the signature
 * is not checked.
 */
function showsKey(authorization: string, accessKeyId: string): boolean {
  const [, shown = ''] = /\bCredential=([^/,\s]+)\//.exec(authorization) ?? [];
  return shown.length === accessKeyId.length && timingSafeEqual(Buffer.from(shown), Buffer.from(accessKeyId));
}

/** The `authorization` header for requests without an SDK. */
export const authorizationOf = (accessKeyId: string) => `AWS4-HMAC-SHA256 Credential=${accessKeyId}/local`;

/** The body of an answer 403, in which an SDK finds name and reason. */
export const refusalBody = (reason: string) =>
  JSON.stringify({ __type: 'AccessDeniedException', message: reason });
