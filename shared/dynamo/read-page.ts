import { getMembership } from './message-groups.ts';
import { listMessages, type PageOptions, type StoredMessage } from './messages.ts';
import type { Page } from './page.ts';

/**
 * A page of a message group, for a member of it. Membership comes first: read together with it, the page would tell
 * a stranger, by what it cost and how long it took, how much others have written to each other.
 *
 * Imported as `#read-page`: where the DAX switch is on, dax/read-page.ts stands in its place (package.json).
 * @throws MessageGroupNotFound also for a group of other people.
 */
export async function readPage(
  userUuid: string,
  messageGroupUuid: string,
  options: PageOptions,
): Promise<Page<StoredMessage>> {
  const row = await getMembership(userUuid, messageGroupUuid);
  return listMessages(messageGroupUuid, options, row.last_message_at);
}
