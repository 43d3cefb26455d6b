import { getMembership } from './message-groups.ts';
import { listMessages, type PageOptions, type StoredMessage } from './messages.ts';
import type { Page } from './page.ts';

/**
 * A page of a message group for one of its members. Membership is checked first: read concurrently, cost and latency of
 * the page would leak to a stranger how much others have written.
 *
 * Imported as `#read-page`: where the DAX switch is on, dax/read-page.ts replaces it (package.json).
 * @throws MessageGroupNotFound also for other people's group.
 */
export async function readPage(
  userUuid: string,
  messageGroupUuid: string,
  options: PageOptions,
): Promise<Page<StoredMessage>> {
  const row = await getMembership(userUuid, messageGroupUuid);
  return listMessages(messageGroupUuid, options, row.last_message_at);
}
