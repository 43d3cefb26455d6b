import { fullJitterMs } from '../../../../client/backoff.ts';
import { ApiError, Unreachable } from '../../../../client/errors.ts';
import { SignedOut } from '../session/access-token.ts';
import { currentSession } from '../session/session.ts';
import { exclusively } from '../store/lock.ts';
import { isFinal } from './is-final.ts';
import { lockOf } from './outbox-notes.ts';
import { queryClient } from './query-client.ts';
import { meQuery } from './use-me.ts';

/** Items that wait in the browser for the server. */
export interface Queue<T> {
  /** Part of the locks' names. */
  name: string;
  /** The conversations with items. */
  conversations(): Iterable<string>;
  /** The next item of a conversation; undefined when nothing is left to send. */
  next(conversation: string): T | undefined;
  /**
   * The item as it is to be sent. Undefined if another tab or the worker has sent it, of which this tab learns late: then
   * it is off the queue.
   */
  claim(item: T): Promise<T | undefined>;
  /** Sends an item, and takes it off the queue once it is acknowledged. */
  send(item: T): Promise<void>;
  /** Takes note that the server refuses an item for good. */
  refuse(item: T, code: string): void;
  /** Takes note that the server asked to wait. */
  wait(seconds: number): void;
  /** Takes note that the server does not answer. */
  unanswered?(): void;
}

/**
 * A function that sends a queue: in order within a conversation, in parallel across conversations. All tabs share a lock
 * for each conversation. What fails and may pass is tried again with backoff, at least as late as `Retry-After` says.
 */
export function createSender<T>(queue: Queue<T>): () => void {
  /** Conversations that this tab is sending in; true means to check again afterwards. */
  const busy = new Map<string, boolean>();
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function sendQueue(): void {
    clearTimeout(timer);
    for (const conversation of new Set(queue.conversations())) void sendConversation(conversation);
  }

  async function sendConversation(conversation: string): Promise<void> {
    if (busy.has(conversation)) {
      busy.set(conversation, true);
      return;
    }
    const lock = lockOf(queue.name, currentSession()?.sub, conversation);
    do {
      busy.set(conversation, false);
      await exclusively(lock, () => sendAll(conversation)).catch(tryLater);
    } while (busy.get(conversation) === true);
    busy.delete(conversation);
  }

  async function sendAll(conversation: string): Promise<void> {
    for (let item = queue.next(conversation); item; item = queue.next(conversation)) {
      try {
        const claimed = await queue.claim(item);
        if (claimed) await queue.send(claimed);
        failures = 0;
      } catch (error) {
        if (!isFinal(error)) throw error;
        queue.refuse(item, error.codes[0] ?? 'internal_error');
        if (error.codes.includes('suspended')) void queryClient.invalidateQueries(meQuery);
      }
    }
  }

  function tryLater(error: unknown): void {
    if (error instanceof SignedOut) return;
    const asked = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
    if (error instanceof ApiError && error.status === 429) queue.wait(asked);
    if (error instanceof Unreachable) queue.unanswered?.();
    clearTimeout(timer);
    timer = setTimeout(sendQueue, asked * 1000 + fullJitterMs(failures++));
  }

  return sendQueue;
}
