import type { SentMessage } from '../../../../shared/contract/messages.ts';
import { currentSession } from '../session/session.ts';
import { putLastMessage } from './group-list.ts';
import { changeGroupList, messageGroupsQuery } from './message-groups-query.ts';
import { type OutboxItem, removeItem } from './outbox.ts';
import { SENT_CHANNEL, type ToldSent } from './outbox-request.ts';
import { queryClient } from './query-client.ts';
import { receiveMessages } from './timeline-query.ts';

const channel = new BroadcastChannel(SENT_CHANNEL);
channel.onmessage = ({ data }: MessageEvent<ToldSent>) => {
  if (data.sub !== currentSession()?.sub) return;
  receiveSent(data.item, data.sent);
  removeItem(data.item);
};

/** Adds an acknowledged message to its conversation and to the list. */
export function receiveSent(item: OutboxItem, { message_group_uuid: group, ...message }: SentMessage): void {
  receiveMessages(group, [message]);
  noteLastMessage(group, message, true);
  // The page of a first message navigates to the message group that the message created.
  if (item.conversation.startsWith('@')) {
    queryClient.setQueryData(['message_group_with', item.conversation.slice(1)], group);
  }
}

/** Updates the group's row in the list; if the group is not loaded, refetches the list. */
export function noteLastMessage(
  group: string,
  message: Omit<SentMessage, 'message_group_uuid'>,
  isMine: boolean,
) {
  let isKnown = true;
  changeGroupList((list) => {
    const changed = putLastMessage(list, group, message, isMine);
    isKnown = changed !== null;
    return changed ?? list;
  });
  if (!isKnown) void queryClient.invalidateQueries(messageGroupsQuery);
}

export function tellOtherTabs(item: OutboxItem, sent: SentMessage): void {
  channel.postMessage({ sub: currentSession()?.sub, item, sent } satisfies ToldSent);
}
