import * as v from 'valibot';
import { hasControls } from './characters.ts';
import { GroupUuid } from './messages.ts';
import type { Operation } from './operation.ts';
import { atMost, type Made, rules, sent, text, Uuid, without } from './schema.ts';

export const REPORT_NOTE_MAX_CODE_POINTS = 1_000;

export const REPORT_REASONS = ['spam', 'harassment', 'illegal', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

const ReportBody = () =>
  sent(
    {
      message_group_uuid: GroupUuid(),
      message_uuid: v.nullish(Uuid()),
      reason: v.picklist(REPORT_REASONS, 'reason_invalid'),
      note: v.nullish(
        v.pipe(
          text('note'),
          rules(without(hasControls, 'note_invalid'), atMost(REPORT_NOTE_MAX_CODE_POINTS, 'note_invalid')),
        ),
      ),
    },
    'reason_invalid',
  );
export type ReportBody = Made<typeof ReportBody>;

export const createReport = {
  name: 'createReport',
  summary: 'Reports the other member of a message group; the messages as they are now are kept with it',
  body: ReportBody,
  response: () => v.object({ uuid: Uuid() }),
  errors: [
    'malformed_uuid',
    'message_group_uuid_blank',
    'message_group_uuid_invalid',
    'message_group_not_found',
    'message_not_found',
    'reason_invalid',
    'note_invalid',
    'user_not_registered',
  ],
} as const satisfies Operation;
