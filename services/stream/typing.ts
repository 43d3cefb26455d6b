import * as v from 'valibot';
import { BoundedMap } from '../../shared/bounded-map.ts';
import { TYPING_EVERY_MS, TypingFrame } from '../../shared/contract/frames.ts';
import { findConnectionOwner, listConnections, mayType } from '../../shared/dynamo/connections.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { serveRoute } from '../../shared/edge/socket.ts';
import { logFailure } from '../../shared/log.ts';
import { endFlood } from './end-flood.ts';
import { postFrames } from './post-frames.ts';

const PATIENCE_MS = 2_000;

/** Clocks of clients and the network shift frames a little against each other. */
const TOO_SOON_MS = TYPING_EVERY_MS - 500;

/** When this container last passed on a frame of a connection, in milliseconds since 1970. */
const lastTyped = new BoundedMap<string, number>(1_000);

const schema = TypingFrame();

/**
 * Tells the other member of a message group that the caller is typing, at most every 4 s. Nothing is stored, nothing is
 * tried again, and who is not allowed gets no answer either.
 */
export const handler = serveRoute('typing', async ({ body, requestContext: { connectionId, requestId } }) => {
  if (await endFlood(connectionId)) return { statusCode: 429 };
  const group = parseTyping(body);
  if (group && !isTooSoon(connectionId)) await tellOther(connectionId, group, requestId);
  return { statusCode: 200 };
});

async function tellOther(connectionId: string, group: string, requestId: string): Promise<void> {
  const owner = await findConnectionOwner(connectionId);
  if (!owner) return;
  const [isAllowed, row] = await Promise.all([
    mayType(owner),
    getRow(owner.user_uuid, group, { consistent: false }),
  ]);
  if (!isAllowed || !row || row.closed || row.blocked_to) return;
  // The sender of a request does not learn whether somebody is there, until it is accepted.
  if (row.request === 'received') return;
  const frame = JSON.stringify({ type: 'typing', message_group_uuid: group, user_uuid: owner.user_uuid });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const connections = await listConnections(row.user_uuid);
  const told = await Promise.allSettled(
    connections.map(({ connection_id }) => postFrames(connection_id, frame, signal)),
  );
  for (const one of told) if (one.status === 'rejected') logFailure('typing', requestId, one.reason);
}

function isTooSoon(connectionId: string): boolean {
  const now = Date.now();
  if (now - (lastTyped.get(connectionId) ?? 0) < TOO_SOON_MS) return true;
  lastTyped.set(connectionId, now);
  return false;
}

function parseTyping(body: string | undefined): string | undefined {
  try {
    return v.parse(schema, JSON.parse(body ?? '')).message_group_uuid;
  } catch {
    return undefined;
  }
}
