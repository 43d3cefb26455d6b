import { storeConnection } from '../../shared/dynamo/connections.ts';
import { type SocketEvent, serveRoute } from '../../shared/edge/socket.ts';
import { Unauthenticated } from '../../shared/errors.ts';
import { getCallerAfresh } from '../../shared/identity/callers.ts';
import { confirmSession } from '../../shared/identity/session.ts';

const SUBPROTOCOL = 'cruddur.v1';

/**
 * Opens a WebSocket for a caller who offers `cruddur.v1` and after it an access token as subprotocols: a browser
 * can set no other header, and an address ends up in logs. Only the first is accepted, so no token is sent back.
 * The user pool and Postgres are asked each time: a WebSocket that opens is trusted for a minute.
 */
export const handler = serveRoute('connect', async (event) => {
  const session = await confirmSession(offeredToken(event), { afresh: true });
  const caller = await getCallerAfresh(session.sub);
  await storeConnection(caller.uuid, event.requestContext.connectionId, session);
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': SUBPROTOCOL } };
});

/** Header names come as the client wrote them. */
function offeredToken({ headers = {} }: SocketEvent): string {
  const [, offered = ''] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? [];
  const [subprotocol, token] = offered.split(',').map((value) => value.trim());
  if (subprotocol !== SUBPROTOCOL || !token) throw new Unauthenticated('NoToken');
  return token;
}
