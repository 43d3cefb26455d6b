import type { ListName } from '../shared/contract/message-groups.ts';
import { messageGroupUuid } from '../shared/dynamo/keys.ts';
import { listMessageGroups } from '../shared/dynamo/list-message-groups.ts';
import type { MessageGroupRow } from '../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../shared/dynamo/messages.ts';
import { readPage } from '../shared/dynamo/read-page.ts';
import { metered } from '../shared/edge/metering.ts';
import { findUser } from './find-user.ts';

/** The result of an access pattern, and the capacity that DynamoDB reported. */
export interface Pattern<Item> {
  items: Item[];
  consumed: string;
}

/** Pattern A with its handler's calls: membership, then the page. */
export async function readConversation(
  handle: string,
  other: string,
  limit: number,
): Promise<Pattern<StoredMessage>> {
  const [caller, partner] = await Promise.all([findUser(handle), findUser(other)]);
  const group = messageGroupUuid(caller.uuid, partner.uuid);
  return measured(() => readPage(caller.uuid, group, { limit }));
}

/** Pattern B with the call of its handler. */
export async function readConversations(
  handle: string,
  list: ListName,
  limit: number,
): Promise<Pattern<MessageGroupRow>> {
  const caller = await findUser(handle);
  return measured(() => listMessageGroups(caller.uuid, list, { limit }));
}

function measured<Item>(read: () => Promise<{ items: Item[] }>): Promise<Pattern<Item>> {
  return metered(async (consumption) => {
    const { items } = await read();
    return { items, consumed: `Consumed: ${consumption.readUnits} RCU, ${consumption.writeUnits} WCU` };
  });
}
