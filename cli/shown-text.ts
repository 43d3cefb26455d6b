import type { MessageGroupRow } from '../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../shared/dynamo/messages.ts';

const QUOTED_CODE_POINTS = 30;
const DELETED = '(deleted)';

/** A message on one line, with what it answers and what became of it, as far as the other messages of its page tell. */
export function shownMessage(message: StoredMessage, page: readonly StoredMessage[]): string {
  const answered = message.reply_to && quoted(page.find((one) => one.message_uuid === message.reply_to));
  const reactions = message.reactions?.map(({ emoji, user_uuids }) => `${emoji} ${user_uuids.length}`);
  return [
    answered && `(reply to ${answered})`,
    message.deleted_at ? DELETED : message.message,
    message.edited_at && !message.deleted_at && '(edited)',
    reactions?.length && `[${reactions.join(', ')}]`,
  ]
    .filter(Boolean)
    .join(' ');
}

function quoted(message: StoredMessage | undefined): string {
  if (!message) return 'an earlier message';
  if (message.deleted_at) return 'a deleted message';
  const characters = [...message.message];
  const cut = characters.slice(0, QUOTED_CODE_POINTS).join('');
  return `“${cut}${characters.length > QUOTED_CODE_POINTS ? '…' : ''}”`;
}

/** The last message of a conversation on one line, with what its member has to read, whether it is a request, and muted. */
export function shownLast(row: MessageGroupRow, now = new Date()): string {
  const isMuted = row.muted_until !== undefined && row.muted_until > now.toISOString();
  return [
    row.message_deleted ? DELETED : row.message,
    row.unread_count > 0 && `(${row.unread_count} unread)`,
    row.request && `(request ${row.request})`,
    isMuted && '(muted)',
  ]
    .filter(Boolean)
    .join(' ');
}
