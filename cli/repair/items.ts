import * as v from 'valibot';
import { UNREAD_COUNT_MAX } from '../../shared/contract/message-groups.ts';
import { MESSAGE_MAX_CODE_POINTS } from '../../shared/contract/messages.ts';
import { Cursor } from '../../shared/contract/schema.ts';
import { Handle } from '../../shared/contract/users.ts';

/** What the items of the table look like when they are whole; the programs here trust no item before. */

const Uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const Instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
);
const Text = v.pipe(
  v.string(),
  v.check((text) => text.trim() !== '' && [...text].length <= MESSAGE_MAX_CODE_POINTS),
);

export const RowItem = v.object({
  sk: Uuid,
  message_group_uuid: Uuid,
  last_message_at: Instant,
  message: Text,
  user_uuid: Uuid,
  user_display_name: v.string(),
  user_handle: Handle(),
  user_name_version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  unread_count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(UNREAD_COUNT_MAX)),
  read_to: v.optional(Cursor()),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type RowItem = v.InferOutput<typeof RowItem>;

export const MessageItem = v.object({
  sk: Cursor(),
  message_uuid: Uuid,
  message: Text,
  created_at: Instant,
  user_uuid: Uuid,
  user_display_name: v.string(),
  user_handle: Handle(),
  member_uuids: v.pipe(v.array(Uuid), v.length(2)),
});
export type MessageItem = v.InferOutput<typeof MessageItem>;

export const ReceiptItem = v.object({ message_group_uuid: Uuid, message_sk: Cursor(), digest: v.string() });

export const PointerItem = v.object({ sk: Cursor(), message_sk: Cursor() });

/** All that a repair needs of a message: who is in its group. */
export const MessageMembers = v.object({ member_uuids: v.pipe(v.array(Uuid), v.length(2)) });

/** An item as its schema has it; undefined if it is not whole. */
export function readItem<S extends v.GenericSchema>(schema: S, item: unknown): v.InferOutput<S> | undefined {
  const { success, output } = v.safeParse(schema, item);
  return success ? output : undefined;
}
