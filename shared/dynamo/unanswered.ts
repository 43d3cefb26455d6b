import { limitOf } from '../limits.ts';
import type { MessageGroupRow } from './message-groups.ts';
import type { StoredMessage } from './messages.ts';

/**
 * How many messages a member has sent since the other one's last message, as far as the limit; undefined for none.
 *
 * @param row the member's, which counts those up to its last message.
 * @param read the newest messages of the group without a gap, newest first.
 */
export function countUnanswered(
  member: string,
  row: Pick<MessageGroupRow, 'unanswered' | 'last_message_at'>,
  read: readonly StoredMessage[],
): number | undefined {
  const answer = read.findIndex(({ user_uuid }) => user_uuid !== member);
  const later = read.filter(({ created_at }) => created_at > row.last_message_at).length;
  const count = answer < 0 ? (row.unanswered ?? 0) + later : answer;
  return Math.min(count, limitOf('unanswered').limit) || undefined;
}
