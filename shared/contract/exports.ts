import * as v from 'valibot';
import { Block } from './blocks.ts';
import { MessageGroup } from './message-groups.ts';
import { Message } from './messages.ts';
import type { Operation } from './operation.ts';
import { StoredDevice } from './push-subscriptions.ts';
import { type Made, Uuid } from './schema.ts';
import { Me } from './users.ts';

/**
 * One line of an export, in this order: the profile, the devices that get web push, whom the caller blocks, then each message
 * group before its messages.
 */
export const ExportLine = () =>
  v.variant('type', [
    v.object({ ...Me().entries, type: v.literal('profile') }),
    v.object({ ...StoredDevice().entries, type: v.literal('device') }),
    v.object({ ...Block().entries, type: v.literal('block') }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
    v.object({ ...Message().entries, type: v.literal('message'), message_group_uuid: Uuid() }),
  ]);
export type ExportLine = Made<typeof ExportLine>;

export const exportMe = {
  name: 'exportMe',
  summary:
    'Everything that the service shows the caller, as JSON lines: profile, devices, blocks, and every message group with its messages from the oldest on. Follow `Link` to the last page; twice a day',
  query: () =>
    v.object({
      /** Of this export alone, and good for a day. */
      cursor: v.optional(
        v.pipe(
          v.string('malformed_cursor'),
          v.regex(/^[A-Za-z0-9_-]{1,300}\.[A-Za-z0-9_-]{22}$/, 'malformed_cursor'),
        ),
      ),
    }),
  response: () => v.array(ExportLine()),
  lines: true,
  errors: ['malformed_cursor', 'user_not_registered'],
} as const satisfies Operation;
