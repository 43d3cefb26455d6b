import { storeConnection } from '../../shared/dynamo/connections.ts';
import { type SocketEvent, serveRoute } from '../../shared/edge/socket.ts';
import { Unauthenticated } from '../../shared/errors.ts';
import { getCallerAfresh } from '../../shared/identity/callers.ts';
import { confirmSession } from '../../shared/identity/session.ts';

const SUBPROTOCOL = 'cruddur.v1';

/**
 * Opens a WebSocket for a caller who offers the subprotocols `cruddur.v1` and, after it, an access token. A browser can
 * set no other header, and URLs end up in logs. Only the first is accepted, so the token is not echoed. Each call asks
 * the user pool and Postgres: a new WebSocket is trusted for a minute.
 */
export const handler = serveRoute('connect', async (event) => {
  const session = await confirmSession(offeredToken(event), { afresh: true });
  const caller = await getCallerAfresh(session.sub);
  const { suspended } = caller;
  await storeConnection(caller.uuid, event.requestContext.connectionId, { ...session, suspended });
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
});

/** Header names keep the case of the client. */
function offeredToken({ headers = {} }: SocketEvent): string {
  const [, offered = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  const [subprotocol, token] = offered.split(',').map((value) => value.trim());
  if (subprotocol !== SUBPROTOCOL || !token) throw new Unauthenticated('NoToken');
  return token;
}
