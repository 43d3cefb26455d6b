import { getMembership } from './message-groups.ts';
import { listMessages, type PageOptions, type StoredMessage } from './messages.ts';
import type { Page } from './page.ts';

/**
 * A page of a message group, for a member of it. Both are read together; without membership the page is dropped.
 *
 * Imported as `#read-page`: where the DAX switch is on, dax/read-page.ts stands in its place (package.json).
 * @throws MessageGroupNotFound also for a group of other people.
 */
export async function readPage(
  userUuid: string,
  messageGroupUuid: string,
  options: PageOptions,
): Promise<Page<StoredMessage>> {
  const [page] = await Promise.all([
    listMessages(messageGroupUuid, options),
    getMembership(userUuid, messageGroupUuid),
  ]);
  return page;
}
