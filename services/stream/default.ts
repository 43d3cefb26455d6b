import { findConnectionOwner } from '../../shared/dynamo/connections.ts';
import { serveRoute } from '../../shared/edge/socket.ts';

/**
 * Answers a ping; everything else that a client may send is ignored. A pong means more than an open line: this
 * connection gets frames. One that was forgotten gets none and is told so, and reconnects. It gets an answer of its
 * own, because API Gateway sends one for an empty answer too, and for a function that fails.
 */
export const handler = serveRoute('default', async ({ body, requestContext: { connectionId } }) => {
  if (!isPing(body)) return { statusCode: 200 };
  const owner = await findConnectionOwner(connectionId);
  return { statusCode: 200, body: JSON.stringify({ type: owner ? 'pong' : 'unknown' }) };
});

function isPing(body: string | undefined): boolean {
  try {
    return JSON.parse(body ?? '')?.action === 'ping';
  } catch {
    return false;
  }
}
