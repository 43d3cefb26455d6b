import * as v from 'valibot';
import type { Operation } from './operation.ts';
import { Cursor, Instant, Limit, type Made, Nothing, sent, Uuid } from './schema.ts';
import { UserShort } from './users.ts';

/** Somebody whom the caller blocks. */
export const Block = () => v.object({ ...UserShort().entries, blocked_at: Instant() });
export type Block = Made<typeof Block>;

const UserPath = () => sent({ user_uuid: Uuid() }, 'malformed_uuid');

export const blockUser = {
  name: 'blockUser',
  summary: 'Blocks somebody: neither can write to the other, and they do not find the caller in the search',
  params: UserPath,
  response: Nothing,
  errors: ['malformed_uuid', 'user_is_caller', 'user_not_found', 'user_not_registered'],
} as const satisfies Operation;

export const unblockUser = {
  name: 'unblockUser',
  summary: 'Ends a block',
  params: UserPath,
  response: Nothing,
  errors: ['malformed_uuid', 'user_is_caller', 'user_not_registered'],
} as const satisfies Operation;

export const listBlocks = {
  name: 'listBlocks',
  summary: 'Whom the caller blocks',
  query: () => v.object({ limit: Limit(), cursor: v.optional(Cursor()) }),
  response: () => v.array(Block()),
  errors: ['malformed_cursor', 'limit_out_of_range', 'user_not_registered'],
} as const satisfies Operation;
