import * as v from 'valibot';
import { MessageGroup } from './message-groups.ts';
import { Message } from './messages.ts';
import { Cursor, type Made, Uuid } from './schema.ts';

/**
 * What the WebSocket tells a client. Frames are hints that save time: a client that lost some reads the lists. A message of the
 * WebSocket has one frame, or several, one on a line, in the order in which they happened.
 * A `message` is new or changed: of two with one uuid the one with the higher revision is newer.
 */
export const Frame = () =>
  v.variant('type', [
    v.object({ type: v.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
    // Another member has read up to here, and shows it.
    v.object({ type: v.literal('read'), message_group_uuid: Uuid(), user_uuid: Uuid(), read_to: Cursor() }),
    // Another member is typing: shown for 6 s.
    v.object({ type: v.literal('typing'), message_group_uuid: Uuid(), user_uuid: Uuid() }),
  ]);
export type Frame = Made<typeof Frame>;

/** A client that types says so over the WebSocket, at most this often. */
export const TYPING_EVERY_MS = 4_000;

/** What a client sends while its user types. Nothing answers it. */
export const TypingFrame = () => v.object({ action: v.literal('typing'), message_group_uuid: Uuid() });
export type TypingFrame = Made<typeof TypingFrame>;
