import { findConnectionOwner, forgetConnection } from '../../shared/dynamo/connections.ts';
import { serveRoute } from '../../shared/edge/socket.ts';

/**
 * Forgets a WebSocket that ended. API Gateway promises no more than to try to tell of it: what is left behind is
 * forgotten when `push` meets it, or expires.
 */
export const handler = serveRoute(
  'disconnect',
  async ({ requestContext: { connectionId: connection_id } }) => {
    const owner = await findConnectionOwner(connection_id);
    if (owner) await forgetConnection(owner);
    return { statusCode: 200 };
  },
);
