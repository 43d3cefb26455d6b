import { listMessageGroups } from '../../shared/dynamo/message-groups.ts';
import { metered } from '../../shared/edge/metering.ts';
import { findUser } from '../find-user.ts';
import { capacity } from './capacity.ts';

/** Pattern B with the call of the handler. */
export async function listConversations(options: { handle: string; limit: number }): Promise<void> {
  const caller = await findUser(options.handle);
  await metered(async (consumption) => {
    const page = await listMessageGroups(caller.uuid, { limit: options.limit });
    for (const row of page.items) {
      const unread = row.unread_count > 0 ? `(${row.unread_count} unread)` : '';
      console.log(
        `${row.last_message_at}  ${row.user_handle.padEnd(14)}  ${row.message} ${unread}`.trimEnd(),
      );
    }
    console.log(capacity(consumption));
  });
}
