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
const lastFrames = new Map<string, number>();
const MAX_LAST_FRAMES = 1_000;

/** Counting costs a write, so pings, 50 s apart, are not counted. */
async function isFlood(connectionId: string): Promise<boolean> {
  const now = Date.now();
  const isRepeated = now - (lastFrames.get(connectionId) ?? 0) < 1_000;
  lastFrames.delete(connectionId);
  lastFrames.set(connectionId, now);
  if (lastFrames.size > MAX_LAST_FRAMES) lastFrames.delete(lastFrames.keys().next().value as string);
  return isRepeated && isOver(await countUse('frames', connectionId));
}
