import * as v from 'valibot';
import { Message, MessageText } from './messages.ts';
import type { Operation } from './operation.ts';
import { Cursor, Instant, Limit, type Made, Nothing, SentInstant, sent, Uuid } from './schema.ts';

/** A sender may edit a message for this long. */
export const EDITABLE_FOR_MS = 24 * 60 * 60 * 1000;

export const EDITS_MAX = 10;

/** A message is named by its uuid alone: it is a UUIDv7, whose time is the message's. Others are not found. */
export const MessagePath = () => sent({ message_group_uuid: Uuid(), message_uuid: Uuid() }, 'malformed_uuid');

/** Refusals of every operation on a message; of a stranger's request too, who must not learn that it exists. */
export const onMessage = ['malformed_uuid', 'message_not_found', 'user_not_registered'] as const;

/** A text that a message had before an edit. */
export const Edit = () => v.object({ message: v.string(), written_at: Instant(), replaced_at: Instant() });
export type Edit = Made<typeof Edit>;

export const editMessage = {
  name: 'editMessage',
  summary: 'Replaces the text of an own message, within 24 hours and at most 10 times',
  params: MessagePath,
  body: () => sent({ message: MessageText() }, 'message_blank'),
  response: Message,
  errors: [
    ...onMessage,
    'message_blank',
    'message_invalid',
    'message_exceed_max_chars',
    'not_the_sender',
    'not_accepting_messages',
    'suspended',
    'too_late_to_edit',
    'too_many_edits',
    'message_deleted',
  ],
} as const satisfies Operation;

export const deleteMessage = {
  name: 'deleteMessage',
  summary: 'Deletes an own message for everyone, with its earlier texts; its place stays',
  params: MessagePath,
  response: Nothing,
  errors: [...onMessage, 'not_the_sender'],
} as const satisfies Operation;

export const hideMessage = {
  name: 'hideMessage',
  summary: 'Deletes a message for the caller alone; it is not undone',
  params: MessagePath,
  response: Nothing,
  errors: onMessage,
} as const satisfies Operation;

export const listEdits = {
  name: 'listEdits',
  summary: 'The earlier texts of a message, oldest first',
  params: MessagePath,
  response: () => v.array(Edit()),
  errors: onMessage,
} as const satisfies Operation;

export const listChanges = {
  name: 'listChanges',
  summary: 'The messages that changed since an instant, as they are now, oldest change first',
  params: () => sent({ message_group_uuid: Uuid() }, 'malformed_uuid'),
  query: () =>
    v.object({ since: SentInstant(), limit: Limit(), cursor: v.optional(Cursor()) }, 'malformed_instant'),
  response: () => v.array(Message()),
  errors: [
    'malformed_uuid',
    'malformed_instant',
    'malformed_cursor',
    'limit_out_of_range',
    'message_group_not_found',
    'user_not_registered',
  ],
} as const satisfies Operation;
