import type { SendMessageBody, SentMessage } from '../../../../shared/contract/messages.ts';
import { request } from './request.ts';

/** Sends a message. The same key again answers with the message that was stored the first time. */
export async function sendMessage(body: SendMessageBody, idempotencyKey: string): Promise<SentMessage> {
  const headers = { 'idempotency-key': idempotencyKey };
  return (await request<SentMessage>('POST', '/api/messages', { body, headers })).data;
}
