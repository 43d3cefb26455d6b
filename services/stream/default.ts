import {
  type ConnectionOwner,
  findConnectionOwner,
  forgetConnection,
  isTrusted,
  trustConnection,
} from '../../shared/dynamo/connections.ts';
import { serveRoute } from '../../shared/edge/socket.ts';
import { StoreUnavailable } from '../../shared/errors.ts';
import { confirmSession, type Session } from '../../shared/identity/session.ts';
import { endFlood } from './end-flood.ts';

/**
 * Answers a ping and ignores everything else. A pong means that this connection gets frames. A forgotten connection, or
 * one whose last good token is too old, gets no frames: it is told so and reconnects. That needs an explicit answer,
 * because API Gateway also answers for an empty reply and for a failed function.
 */
export const handler = serveRoute('default', async ({ body, requestContext: { connectionId } }) => {
  if (await endFlood(connectionId)) return { statusCode: 429 };
  const ping = parsePing(body);
  if (!ping) return { statusCode: 200 };
  const owner = await findConnectionOwner(connectionId);
  const gets = owner !== undefined && (await getsFrames(owner, ping.token));
  return { statusCode: 200, body: JSON.stringify({ type: gets ? 'pong' : 'unknown' }) };
});

/** A ping with its owner's access token keeps the connection for another minute. */
async function getsFrames(owner: ConnectionOwner, token: string | undefined): Promise<boolean> {
  if (token === undefined) return isTrusted(owner);
  const session = await confirmed(token);
  if (session === 'unknown') return isTrusted(owner);
  if (session?.sub === owner.sub) return trustConnection(owner, session.trusted_until);
  await forgetConnection(owner);
  return false;
}

/** Undefined if the session is over; `unknown` if the user pool's keys cannot be fetched. */
async function confirmed(token: string): Promise<Session | 'unknown' | undefined> {
  try {
    return await confirmSession(token, { afresh: true });
  } catch (error) {
    return error instanceof StoreUnavailable ? 'unknown' : undefined;
  }
}

function parsePing(body: string | undefined): { token?: string } | undefined {
  try {
    const { action, token } = JSON.parse(body ?? '');
    if (action !== 'ping') return undefined;
    return typeof token === 'string' ? { token } : {};
  } catch {
    return undefined;
  }
}
