import { getMembership, type MessageGroupRow } from './message-groups.ts';
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
): Promise<ReadPage> {
  return readPageOf(userUuid, await getMembership(userUuid, messageGroupUuid), options);
}

/** The same for a member whose row was read already. */
export async function readPageOf(
  userUuid: string,
  row: MessageGroupRow,
  options: PageOptions,
): Promise<ReadPage> {
  const page = await listMessages(
    userUuid,
    row.message_group_uuid,
    { ...until(row, options), from: row.cleared_to },
    row.last_message_at,
  );
  return { ...page, cleared_to: row.cleared_to };
}

/** A page, and up to where its reader has deleted the conversation: a quote may come from there. */
export type ReadPage = Page<StoredMessage> & Pick<MessageGroupRow, 'cleared_to'>;

/** For a member who blocks the other: what was sent while they blocked is not shown. */
function until({ blocked_to }: MessageGroupRow, options: PageOptions): PageOptions {
  if (blocked_to === undefined) return options;
  const end = `${blocked_to}!`;
  return { ...options, before: options.before && options.before < end ? options.before : end };
}
