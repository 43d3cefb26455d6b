import * as v from 'valibot';
import { GroupPath, textOfSomebody } from './messages.ts';
import type { Operation } from './operation.ts';
import { Cursor, Instant, Limit, type Made, SentInstant, sent, Uuid } from './schema.ts';

/** Counting stops here; a client shows "99+" from this value on. */
export const UNREAD_COUNT_MAX = 100;

/** How many messages a request may have until it is accepted. */
export const REQUEST_MESSAGES_MAX = 3;

/**
 * The lists of a user. The pinned groups stand above the inbox; requests are of strangers, until they are accepted. Only inbox
 * and pinned groups count as unread.
 */
export const ListName = () => v.picklist(['inbox', 'pinned', 'requests', 'archived'], 'list_invalid');
export type ListName = Made<typeof ListName>;

export const Request = () => v.picklist(['sent', 'received']);

/** `uuid` is the group's, the person is the other member, text and time are the last message's. */
export const MessageGroup = () =>
  v.object({
    ...textOfSomebody(),
    unread_count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(UNREAD_COUNT_MAX)),
    /** The last message was deleted, so `message` is empty; absent otherwise. */
    message_deleted: v.optional(v.literal(true)),
    /** The last message is the caller's own; absent otherwise, and in what was stored before this was told. */
    message_mine: v.optional(v.literal(true)),
    /** The caller's list that it is in; the inbox if absent. */
    list: v.optional(ListName()),
    /** A first message that waits until its receiver accepts it: the caller `sent` or `received` it. */
    request: v.optional(Request()),
    /** Until then it is in no total and no notification; absent if it never was muted, or no longer. May be over. */
    muted_until: v.optional(Instant()),
    /** The caller has deleted the conversation up to here: this message and those before are shown no more. */
    cleared_to: v.optional(Cursor()),
    /** The caller blocks the other member. */
    blocked: v.optional(v.literal(true)),
    /** The read marker: cursor of the last message that the caller has read; absent if none. */
    read_to: v.optional(Cursor()),
  });
export type MessageGroup = Made<typeof MessageGroup>;

export const ReadMarker = () => v.object({ unread_count: MessageGroup().entries.unread_count });

export const listMessageGroups = {
  name: 'listMessageGroups',
  summary:
    "The message groups in one of the caller's lists, latest message first; before them the pinned ones on the first page, if `pinned` is true; only those that count as unread, latest first unread message first, if `unread` is true",
  query: () =>
    v.object({
      limit: Limit(),
      cursor: v.optional(Cursor()),
      list: v.optional(ListName()),
      /** The pinned groups come before those of the first page, beside its limit. */
      pinned: v.optional(v.picklist(['true', 'false'], 'pinned_invalid')),
      unread: v.optional(v.picklist(['true', 'false'], 'unread_invalid')),
    }),
  response: () => v.array(MessageGroup()),
  errors: [
    'malformed_cursor',
    'limit_out_of_range',
    'user_not_registered',
    'unread_invalid',
    'pinned_invalid',
    'list_invalid',
  ],
} as const satisfies Operation;

/** A member, and how far they have read, as far as they show it. */
const Member = () => v.object({ user_uuid: Uuid(), read_to: v.optional(Cursor()) });

export const getMessageGroup = {
  name: 'getMessageGroup',
  summary: 'One message group of the caller, and how far its members have read',
  params: GroupPath,
  response: () => v.object({ ...MessageGroup().entries, members: v.array(Member()) }),
  errors: ['malformed_uuid', 'message_group_not_found', 'user_not_registered'],
} as const satisfies Operation;

/** `muted_until` null ends the muting. `pinned` true takes a group out of the archive, and `archived` unpins it. */
const GroupSettings = () =>
  sent(
    {
      list: v.nullish(v.picklist(['inbox', 'archived'], 'list_invalid')),
      muted_until: v.nullish(SentInstant('muted_until_invalid')),
      pinned: v.nullish(v.boolean('pinned_invalid')),
      cleared: v.nullish(v.literal(true, 'cleared_invalid')),
    },
    'body_invalid',
  );

export const updateMessageGroup = {
  name: 'updateMessageGroup',
  summary:
    "Changes the caller's own view of a message group: its list, whether it is muted or pinned, and `cleared` deletes the conversation up to its newest message",
  params: GroupPath,
  body: GroupSettings,
  response: MessageGroup,
  errors: [
    'malformed_uuid',
    'body_invalid',
    'list_invalid',
    'muted_until_invalid',
    'pinned_invalid',
    'cleared_invalid',
    'too_many_pinned',
    'message_group_not_found',
    'user_not_registered',
  ],
} as const satisfies Operation;

export const markRead = {
  name: 'markRead',
  summary: 'Marks everything up to a message as read; the marker only moves forward',
  params: GroupPath,
  /** With `private` the others are not shown how far the caller has read. */
  body: () => sent({ cursor: Cursor(), private: v.nullish(v.boolean('private_invalid')) }, 'cursor_invalid'),
  response: ReadMarker,
  errors: [
    'malformed_uuid',
    'malformed_cursor',
    'cursor_invalid',
    'private_invalid',
    'message_group_not_found',
    'user_not_registered',
  ],
} as const satisfies Operation;
