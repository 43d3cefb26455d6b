import { BoundedMap } from '../../shared/bounded-map.ts';
import { countUse, isOver } from '../../shared/dynamo/limits.ts';
import { closeConnection } from './post-frames.ts';

/**
 * Closes a connection that sends more frames a second than anybody needs.
 *
 * @returns whether it was closed.
 */
export async function endFlood(connectionId: string): Promise<boolean> {
  if (!(await isFlood(connectionId))) return false;
  await closeConnection(connectionId);
  return true;
}

/** When this container last saw a frame of a connection, in milliseconds since 1970. */
const lastFrames = new BoundedMap<string, number>(1_000);

/** Counting costs a write, so pings, 50 s apart, are not counted. */
async function isFlood(connectionId: string): Promise<boolean> {
  const now = Date.now();
  const isRepeated = now - (lastFrames.get(connectionId) ?? 0) < 1_000;
  lastFrames.set(connectionId, now);
  return isRepeated && isOver(await countUse('frames', connectionId));
}
