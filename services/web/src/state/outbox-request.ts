import type { SentMessage } from '../../../../shared/contract/messages.ts';
import type { OutboxItem } from './outbox.ts';

/** Tells every tab of an acknowledged message. */
export const SENT_CHANNEL = 'cruddur.sent';

export interface ToldSent {
  sub: string | undefined;
  item: OutboxItem;
  sent: SentMessage;
}

/** The request that sends an item. */
export function requestOf({ conversation, message, replyTo }: OutboxItem, idempotencyKey: string) {
  const headers = { 'idempotency-key': idempotencyKey };
  if (conversation.startsWith('@')) return { headers, body: { message, handle: conversation.slice(1) } };
  return {
    headers,
    body: { message, message_group_uuid: conversation, ...(replyTo && { reply_to: replyTo }) },
  };
}
