import * as v from 'valibot';
import { hasControls } from './characters.ts';
import { Message } from './messages.ts';
import type { Operation } from './operation.ts';
import {
  atMost,
  Count,
  Cursor,
  Limit,
  type Made,
  notBlank,
  rules,
  sent,
  text,
  Uuid,
  without,
} from './schema.ts';
import { UserShort } from './users.ts';

export const QUERY_MAX_CODE_POINTS = 128;

/** A message that was found, as it is now, but without what it answers. */
export const FoundMessage = () =>
  v.object({
    ...v.omit(Message(), ['reply_to', 'hidden', 'deleted_at']).entries,
    message_group_uuid: Uuid(),
    /** The other member of its group, under the present name. */
    other_member: UserShort(),
    /** Where the text has what was asked for, in code points: `from` included, `to` not. At most 20. */
    hits: v.array(v.object({ from: Count(), to: Count() })),
  });
export type FoundMessage = Made<typeof FoundMessage>;

/** The cursor of the last message of a page, and its group. */
const SearchCursor = () =>
  v.pipe(
    v.string('malformed_cursor'),
    v.check((cursor) => {
      const [time, message, group] = cursor.split('#');
      return [message, group].every((uuid) => v.is(Cursor(), `${time}#${uuid}`)) && cursor.length === 98;
    }, 'malformed_cursor'),
  );

export const searchMessages = {
  name: 'searchMessages',
  summary:
    "The messages in the caller's conversations, or in one of them, that have all words of q or words that begin so, newest first, without regard to case and accents. A page may hold fewer than its limit, even none, and still have a `Link`",
  query: () =>
    sent(
      {
        q: v.pipe(
          text('q'),
          rules(
            notBlank('q_invalid'),
            atMost(QUERY_MAX_CODE_POINTS, 'q_invalid'),
            without(hasControls, 'q_invalid'),
          ),
        ),
        message_group_uuid: v.optional(Uuid()),
        limit: Limit(),
        cursor: v.optional(SearchCursor()),
      },
      'q_invalid',
    ),
  response: () => v.array(FoundMessage()),
  errors: [
    'q_invalid',
    'malformed_uuid',
    'malformed_cursor',
    'limit_out_of_range',
    'search_off',
    'user_not_registered',
  ],
} as const satisfies Operation;
