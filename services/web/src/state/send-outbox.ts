import { createMessageKey } from '../../../../client/message-key.ts';
import { api } from '../api/api.ts';
import { createSender } from './keep-sending.ts';
import { messagesLimited } from './limited.ts';
import { nextToSend, type OutboxItem, outboxItems, removeItem, storeItem } from './outbox.ts';
import { receiveSent, tellOtherTabs } from './sent.ts';
import { newestCursor } from './timeline-query.ts';

/** Sends the pending messages. */
export const sendOutbox = createSender<OutboxItem>({
  name: 'outbox',
  conversations: () => outboxItems().map(({ conversation }) => conversation),
  next(conversation) {
    const item = nextToSend(conversation);
    return item && noteTry(item);
  },
  async send(item) {
    const headers = { 'idempotency-key': item.idempotencyKey ?? item.key };
    const sent = await api.sendMessage({ body: bodyOf(item), headers });
    receiveSent(item, sent);
    removeItem(item);
    tellOtherTabs(item, sent);
  },
  refuse: (item, code) => storeItem({ ...item, refused: code }),
  wait: messagesLimited.waitFor,
});

/** Retries a refused message with the same idempotency key. */
export function retryMessage({ refused: _, ...item }: OutboxItem): void {
  storeItem(item);
  sendOutbox();
}

/**
 * Creates the idempotency key, later than the newest known message, and notes that message's cursor: if the response
 * is lost, the page can still tell that the message arrived. Both are stored before the send and never change.
 */
function noteTry(item: OutboxItem): OutboxItem {
  const newest = newestCursor(item.conversation);
  const triedAfter = item.triedAfter ?? newest;
  const idempotencyKey =
    item.idempotencyKey === null ? createMessageKey(api.now(), newest) : item.idempotencyKey;
  const tried = { ...item, ...(triedAfter && { triedAfter }), ...(idempotencyKey && { idempotencyKey }) };
  if (tried.triedAfter !== item.triedAfter || tried.idempotencyKey !== item.idempotencyKey) storeItem(tried);
  return tried;
}

function bodyOf({ conversation, message, replyTo }: OutboxItem) {
  return conversation.startsWith('@')
    ? { message, handle: conversation.slice(1) }
    : { message, message_group_uuid: conversation, ...(replyTo && { reply_to: replyTo }) };
}
