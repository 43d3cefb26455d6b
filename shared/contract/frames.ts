import * as v from 'valibot';
import { MessageGroup } from './message-groups.ts';
import { Message } from './messages.ts';
import { type Made, Uuid } from './schema.ts';

/** What the WebSocket sends to a client. A hint that saves time: a client that lost frames reads the lists. */
export const Frame = () =>
  v.variant('type', [
    v.object({ type: v.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
  ]);
export type Frame = Made<typeof Frame>;
