import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { readPage } from '../../shared/dynamo/read-page.ts';
import { metered } from '../../shared/edge/metering.ts';
import { findUser } from '../find-user.ts';
import { capacity } from './capacity.ts';

/** Pattern A with the calls of the handler: membership, then the page. */
export async function getConversation(options: {
  handle: string;
  with: string;
  limit: number;
}): Promise<void> {
  const [caller, other] = await Promise.all([findUser(options.handle), findUser(options.with)]);
  const group = messageGroupUuid(caller.uuid, other.uuid);
  await metered(async (consumption) => {
    const page = await readPage(caller.uuid, group, { limit: options.limit });
    for (const { created_at, user_handle, message } of page.items) {
      console.log(`${created_at}  ${user_handle.padEnd(14)}  ${message}`);
    }
    console.log(capacity(consumption));
  });
}
