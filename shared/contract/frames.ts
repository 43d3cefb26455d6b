import * as v from 'valibot';
import { MessageGroup } from './message-groups.ts';
import { Message } from './messages.ts';
import { type Made, Uuid } from './schema.ts';

/**
 * What the WebSocket tells a client. Frames are hints that save time: a client that lost some reads the lists. A message of the
 * WebSocket has one frame, or several, one on a line, in the order in which they happened.
 */
export const Frame = () =>
  v.variant('type', [
    v.object({ type: v.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
  ]);
export type Frame = Made<typeof Frame>;
