import { deleteEdits } from './edits.ts';
import type { MessageChange } from './message-changes.ts';
import type { StoredMessage } from './messages.ts';

/** The change that deletes a message for everyone; undefined if that is done. Its earlier texts go at once. */
export async function deletionOf(
  message: StoredMessage,
  deleted_at: string,
): Promise<MessageChange | undefined> {
  if (message.deleted_at !== undefined) return undefined;
  // First: an edit in between raises the revision, so the deletion fails and begins again. Done, it leaves none.
  if (message.edit_count) await deleteEdits(message);
  return { set: { ...nothingLeft, deleted_at } };
}

/** Everything about the text. The digest could too: a short text is soon guessed. */
const nothingLeft = {
  message: '',
  edited_at: undefined,
  edit_count: undefined,
  sent_digest: undefined,
  reactions: undefined,
  reply_to: undefined,
};
