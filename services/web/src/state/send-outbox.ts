import { fullJitterMs } from '../../../../client/backoff.ts';
import { ApiError } from '../../../../client/errors.ts';
import { createMessageKey } from '../../../../client/message-key.ts';
import { mayPass } from '../../../../client/until-answered.ts';
import { api } from '../api/api.ts';
import { SignedOut } from '../session/access-token.ts';
import { currentSession } from '../session/session.ts';
import { exclusively } from '../store/lock.ts';
import { waitFor } from './limited.ts';
import { nextToSend, type OutboxItem, outboxItems, removeItem, storeItem } from './outbox.ts';
import { queryClient } from './query-client.ts';
import { receiveSent, tellOtherTabs } from './sent.ts';
import { newestCursor } from './timeline-query.ts';
import { meQuery } from './use-me.ts';

/** Conversations that this tab is sending in; true means to check again afterwards. */
const busy = new Map<string, boolean>();
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends the queue: in order within a conversation, in parallel across conversations. */
export function sendOutbox(): void {
  clearTimeout(timer);
  const conversations = new Set(outboxItems().map(({ conversation }) => conversation));
  for (const conversation of conversations) void sendConversation(conversation);
}

/** Retries a refused message with the same idempotency key. */
export function retryMessage({ refused: _, ...item }: OutboxItem): void {
  storeItem(item);
  sendOutbox();
}

async function sendConversation(conversation: string): Promise<void> {
  if (busy.has(conversation)) {
    busy.set(conversation, true);
    return;
  }
  do {
    busy.set(conversation, false);
    // All tabs share the lock: only one sends in a conversation at a time.
    await exclusively(lockName(conversation), () => sendAll(conversation)).catch(tryLater);
  } while (busy.get(conversation) === true);
  busy.delete(conversation);
}

async function sendAll(conversation: string): Promise<void> {
  for (let item = nextToSend(conversation); item; item = nextToSend(conversation)) {
    const tried = noteTry(item);
    try {
      const headers = { 'idempotency-key': tried.idempotencyKey ?? tried.key };
      const sent = await api.sendMessage({ body: bodyOf(item), headers });
      failures = 0;
      receiveSent(item, sent);
      removeItem(item);
      tellOtherTabs(item, sent);
    } catch (error) {
      if (!isFinal(error)) throw error;
      storeItem({ ...tried, refused: error.codes[0] ?? 'internal_error' });
      if (error.codes.includes('suspended')) void queryClient.invalidateQueries(meQuery);
    }
  }
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

function tryLater(error: unknown): void {
  if (error instanceof SignedOut) return;
  const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
  if (error instanceof ApiError && error.status === 429) waitFor(asked);
  clearTimeout(timer);
  timer = setTimeout(sendOutbox, asked * 1000 + fullJitterMs(failures++));
}

/** Whether a retry would be refused again. */
function isFinal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || mayPass(error)) return false;
  return !['unauthenticated', 'user_not_registered'].some((code) => error.codes.includes(code));
}

function bodyOf({ conversation, message, replyTo }: OutboxItem) {
  return conversation.startsWith('@')
    ? { message, handle: conversation.slice(1) }
    : { message, message_group_uuid: conversation, ...(replyTo && { reply_to: replyTo }) };
}

function lockName(conversation: string): string {
  return `cruddur.outbox.${currentSession()?.sub}.${conversation}`;
}
