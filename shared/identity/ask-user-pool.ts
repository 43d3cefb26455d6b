import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { arrayBuffer, text } from 'node:stream/consumers';
import { StoreUnavailable } from '../errors.ts';
import { patience } from '../patience.ts';

/**
 * Sends a request to the user pool: HTTPS on AWS, HTTP on loopback. Loading the global `fetch` takes a fifth of a cold
 * start, and so does the SDK's client, although these requests need no signature.
 *
 * @param body what to POST; without it the request is a GET.
 * @returns the body of an answer 200.
 * @throws StoreUnavailable if there is no answer in time; its cause is Refused for any other status.
 */
export async function ask(
  uri: string,
  headers: http.OutgoingHttpHeaders = {},
  body?: string,
): Promise<ArrayBuffer> {
  try {
    const { request } = uri.startsWith('https:') ? https : http;
    const method = body === undefined ? 'GET' : 'POST';
    const signal = AbortSignal.timeout(patience.userPoolMs);
    const asked = request(uri, { method, headers, signal }).end(body);
    const [response] = (await once(asked, 'response')) as [http.IncomingMessage];
    // Later errors also fail the reading of the response.
    asked.on('error', () => {});
    if (response.statusCode !== 200) throw new Refused(await text(response));
    return await arrayBuffer(response);
  } catch (cause) {
    throw new StoreUnavailable({ cause });
  }
}

/** The user pool's answer where it is not 200. */
export class Refused extends Error {
  override name = 'Refused';
  readonly body: string;

  constructor(body: string) {
    super('The user pool refused.');
    this.body = body;
  }
}
