import * as v from 'valibot';
import { MessageGroup } from './message-groups.ts';
import { Message } from './messages.ts';
import { type Made, Uuid } from './schema.ts';

/** A message of the WebSocket to a client. Frames are hints that save time: a client that lost some reads the lists. */
export const Frame = () =>
  v.variant('type', [
    v.object({ type: v.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
  ]);
export type Frame = Made<typeof Frame>;
