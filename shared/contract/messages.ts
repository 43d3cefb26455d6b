import * as v from 'valibot';
import { hasControls } from './characters.ts';
import type { Operation } from './operation.ts';
import {
  atMost,
  Cursor,
  Instant,
  isAbsent,
  Limit,
  type Made,
  notBlank,
  rules,
  sent,
  text,
  together,
  Uuid,
  uuidShape,
  without,
} from './schema.ts';
import { Handle } from './users.ts';

export const MESSAGE_MAX_CODE_POINTS = 1024;

/** A text and the person shown with it. */
export const textOfSomebody = () => ({
  uuid: Uuid(),
  display_name: v.string(),
  handle: Handle(),
  user_uuid: Uuid(),
  message: v.string(),
  created_at: Instant(),
});

/** The first code points of a message that a reply quotes. */
export const QUOTE_MAX_CODE_POINTS = 140;

/** The message that a reply answers, as it is now: if it was deleted, without its text. */
const ReplyTo = () =>
  v.object({
    uuid: Uuid(),
    user_uuid: Uuid(),
    display_name: v.string(),
    message: v.string(),
    deleted: v.boolean(),
  });
export type ReplyTo = Made<typeof ReplyTo>;

/** Who put an emoji on a message, in the order in which they came. */
const Reaction = () => v.object({ emoji: v.string(), user_uuids: v.array(Uuid()) });
export type Reaction = Made<typeof Reaction>;

/** A message, as it is now. What never happened to it is absent. A deleted one keeps its place, with an empty text. */
export const Message = () =>
  v.object({
    ...textOfSomebody(),
    cursor: Cursor(),
    /** The last edit. */
    edited_at: v.optional(Instant()),
    /** Deleted for everyone. */
    deleted_at: v.optional(Instant()),
    /**
     * Deleted by the caller for themselves, with an empty text. No page has it; changes and frames tell of it, so that
     * the caller's other devices drop it.
     */
    hidden: v.optional(v.literal(true)),
    reactions: v.optional(v.array(Reaction())),
    reply_to: v.optional(ReplyTo()),
    /** The last change of any kind; `listChanges` lists by it. */
    changed_at: v.optional(Instant()),
    /** Raised by each change: of two versions of a message the higher one is newer; absent means 0. */
    revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  });
export type Message = Made<typeof Message>;

export const SentMessage = () => v.object({ ...Message().entries, message_group_uuid: Uuid() });
export type SentMessage = Made<typeof SentMessage>;

export const GroupPath = () => sent({ message_group_uuid: Uuid() }, 'malformed_uuid');

export const GroupUuid = () =>
  v.pipe(
    v.string('message_group_uuid_invalid'),
    rules(notBlank('message_group_uuid_blank')),
    v.toLowerCase(),
    uuidShape('malformed_uuid'),
  );

export const MessageText = () =>
  v.pipe(
    text('message', 'message_blank'),
    rules(
      without(hasControls, 'message_invalid'),
      notBlank('message_blank'),
      atMost(MESSAGE_MAX_CODE_POINTS, 'message_exceed_max_chars'),
    ),
  );

/** To a message group, or to a person by handle; the group wins if both are given. */
const SendMessageBody = () =>
  v.pipe(
    sent(
      {
        message: MessageText(),
        handle: v.nullish(text('handle')),
        message_group_uuid: v.nullish(GroupUuid()),
        /** The uuid of a message of this group. */
        reply_to: v.nullish(Uuid()),
      },
      'message_blank',
    ),
    together(namesReceiver, 'user_receiver_handle_blank'),
  );
export type SendMessageBody = Made<typeof SendMessageBody>;

function namesReceiver(body: { handle?: unknown; message_group_uuid?: unknown }): boolean {
  if (!isAbsent(body.message_group_uuid)) return true;
  return typeof body.handle === 'string' ? body.handle.trim() !== '' : !isAbsent(body.handle);
}

const IdempotencyKey = () =>
  v.optional(
    v.pipe(
      v.string('idempotency_key_malformed'),
      v.regex(/^[\x20-\x7e]{1,255}$/, 'idempotency_key_malformed'),
    ),
  );

export const listMessages = {
  name: 'listMessages',
  summary: 'A page of a message group, oldest to newest; the newest page without a cursor',
  params: GroupPath,
  query: () =>
    v.pipe(
      v.object({ limit: Limit(), before: v.optional(Cursor()), after: v.optional(Cursor()) }),
      together(({ before, after }) => !(before && after), 'malformed_cursor'),
    ),
  response: () => v.array(Message()),
  errors: [
    'malformed_uuid',
    'malformed_cursor',
    'limit_out_of_range',
    'message_group_not_found',
    'user_not_registered',
  ],
} as const satisfies Operation;

export const sendMessage = {
  name: 'sendMessage',
  summary: 'Sends a message to a message group, or to a person, whose message group is created if need be',
  headers: () => v.object({ 'idempotency-key': IdempotencyKey() }),
  body: SendMessageBody,
  response: SentMessage,
  errors: [
    'message_blank',
    'message_invalid',
    'message_exceed_max_chars',
    'handle_invalid',
    'user_receiver_handle_blank',
    'user_receiver_is_sender',
    'user_receiver_not_found',
    'message_group_uuid_blank',
    'message_group_uuid_invalid',
    'malformed_uuid',
    'message_group_not_found',
    'not_accepting_messages',
    'request_not_accepted',
    'too_many_unanswered',
    'suspended',
    'message_not_found',
    'idempotency_key_malformed',
    'idempotency_key_reused',
    'user_not_registered',
  ],
} as const satisfies Operation;
