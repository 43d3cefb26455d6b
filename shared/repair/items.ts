import * as z from 'zod/mini';
import { Cursor, Handle, MESSAGE_MAX_CODE_POINTS, UNREAD_COUNT_MAX } from '../contract.ts';

/** What the items of the table look like when they are whole; the programs here trust no item before. */

const Uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const Instant = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  z.refine<string>((text) => !Number.isNaN(Date.parse(text))),
);
const Text = z
  .string()
  .check(z.refine<string>((text) => text.trim() !== '' && [...text].length <= MESSAGE_MAX_CODE_POINTS));

export const RowItem = z.object({
  sk: Uuid,
  message_group_uuid: Uuid,
  last_message_at: Instant,
  message: Text,
  user_uuid: Uuid,
  user_display_name: z.string(),
  user_handle: Handle(),
  unread_count: z.int().check(z.minimum(0), z.maximum(UNREAD_COUNT_MAX)),
  read_to: z.optional(Cursor()),
  version: z.int().check(z.minimum(1)),
});
export type RowItem = z.infer<typeof RowItem>;

export const MessageItem = z.object({
  sk: Cursor(),
  message_uuid: Uuid,
  message: Text,
  created_at: Instant,
  user_uuid: Uuid,
  user_display_name: z.string(),
  user_handle: Handle(),
  member_uuids: z.array(Uuid).check(z.length(2)),
});
export type MessageItem = z.infer<typeof MessageItem>;

export const ReceiptItem = z.object({ message_group_uuid: Uuid, message_sk: Cursor(), digest: z.string() });

/** All that a repair needs of a message: who is in its group. */
export const MessageMembers = z.object({ member_uuids: z.array(Uuid).check(z.length(2)) });
