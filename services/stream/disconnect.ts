import { findConnectionOwner, forgetConnection } from '../../shared/dynamo/connections.ts';
import { serveRoute } from '../../shared/edge/socket.ts';

/**
 * Forgets a closed WebSocket. API Gateway delivers this event as best effort: leftovers are deleted when `push` finds
 * them, or expire.
 */
export const handler = serveRoute(
  'disconnect',
  async ({ requestContext: { connectionId: connection_id } }) => {
    const owner = await findConnectionOwner(connection_id);
    if (owner) await forgetConnection(owner);
    return { statusCode: 200 };
  },
);
