import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { arrayBuffer, text } from 'node:stream/consumers';
import { StoreUnavailable } from '../errors.ts';

const PATIENCE_MS = 1_500;

/**
 * Asks the user pool, which speaks https on AWS and http on loopback. The global `fetch` would do, but loading it is a
 * fifth of a cold start; so is the SDK's client, for requests that need no signature.
 *
 * @param body what to POST; without it the request is a GET.
 * @returns the body of an answer 200.
 * @throws StoreUnavailable if there is none, or not in time; its cause is Refused if the answer was another.
 */
export async function ask(
  uri: string,
  headers: http.OutgoingHttpHeaders = {},
  body?: string,
): Promise<ArrayBuffer> {
  try {
    const { request } = uri.startsWith('https:') ? https : http;
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(uri, { method, headers, signal: AbortSignal.timeout(PATIENCE_MS) }).end(body);
    const [response] = (await once(asked, 'response')) as [http.IncomingMessage];
    // What breaks from here on, breaks the reading of the response too.
    asked.on('error', () => {});
    if (response.statusCode !== 200) throw new Refused(await text(response));
    return await arrayBuffer(response);
  } catch (cause) {
    throw new StoreUnavailable({ cause });
  }
}

/** The user pool's answer where it is not 200. */
export class Refused extends Error {
  readonly body: string;

  constructor(body: string) {
    super('The user pool refused.');
    this.body = body;
  }
}
