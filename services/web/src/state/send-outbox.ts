import { createMessageKey } from '../../../../client/message-key.ts';
import { api } from '../api/api.ts';
import { handOverNew } from './hand-over.ts';
import { createSender } from './keep-sending.ts';
import { messagesLimited } from './limited.ts';
import { nextToSend, type OutboxItem, outboxItems, removeItem, storeItem } from './outbox.ts';
import { requestOf } from './outbox-request.ts';
import { receiveSent, tellOtherTabs } from './sent.ts';
import { newestCursor } from './timeline-query.ts';
import { learn, markSent, markTry, refuse, withPlace } from './tries.ts';

/** Sends the pending messages. */
export const sendOutbox = createSender<OutboxItem>({
  name: 'outbox',
  conversations: () => outboxItems().map(({ conversation }) => conversation),
  next: nextToSend,
  async claim(item) {
    return learn(item, await markTry(withTry(item)));
  },
  async send(item) {
    const sent = await api.sendMessage(requestOf(item, item.idempotencyKey ?? item.key));
    receiveSent(item, sent);
    removeItem(item);
    tellOtherTabs(item, sent);
    await markSent(item);
  },
  refuse,
  wait: messagesLimited.waitFor,
  unanswered: handOverNew,
});

/** Retries a refused message with the same idempotency key. */
export function retryMessage({ refused: _, ...item }: OutboxItem): void {
  storeItem(item);
  sendOutbox();
}

/** With an idempotency key that is later than the newest known message. Key and place are noted before the send and never change. */
function withTry(item: OutboxItem): OutboxItem {
  const { idempotencyKey = item.key } = item;
  const key = idempotencyKey ?? createMessageKey(api.now(), newestCursor(item.conversation));
  return { ...withPlace(item), idempotencyKey: key };
}
