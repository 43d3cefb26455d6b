import type { Message, Reaction } from '../../../../shared/contract/messages.ts';
import type { Act, PendingChange } from './pending-changes.ts';
import { quoteOf } from './timeline.ts';

/**
 * The messages as they will be once the server has taken the pending changes (optimistic update). Nothing of it goes into
 * the cache: what the server tells meanwhile shows, with the changes on top of it.
 */
export function withChanges(
  messages: readonly Message[],
  changes: readonly PendingChange[],
  me: string,
): readonly Message[] {
  const waiting = Map.groupBy(
    changes.filter(({ refused }) => refused === undefined),
    ({ message }) => message,
  );
  if (waiting.size === 0) return messages;
  const changed = new Map<string, Message>();
  for (const message of messages) {
    const acts = waiting.get(message.uuid) ?? [];
    if (acts.length > 0)
      changed.set(
        message.uuid,
        acts.reduce((now, act) => after(now, act, me), message),
      );
  }
  return messages.map((message) => withQuote(changed.get(message.uuid) ?? message, changed));
}

function withQuote(message: Message, changed: ReadonlyMap<string, Message>): Message {
  const original = message.reply_to && changed.get(message.reply_to.uuid);
  return original ? { ...message, reply_to: quoteOf(original) } : message;
}

function after(message: Message, act: PendingChange, me: string): Message {
  if (message.deleted_at !== undefined || message.hidden) return message;
  const at = new Date(act.queuedAt).toISOString();
  return { ...message, ...done(message, act, me, at) };
}

function done(message: Message, act: Act, me: string, at: string): Partial<Message> {
  if (act.kind === 'edit') return { message: act.text, edited_at: at };
  if (act.kind === 'delete') return { message: '', deleted_at: at, reactions: [] };
  if (act.kind === 'hide') return { message: '', hidden: true };
  return {
    reactions: act.isOn ? put(message.reactions, act.emoji, me) : take(message.reactions, act.emoji, me),
  };
}

function put(reactions: readonly Reaction[] = [], emoji: string, me: string): Reaction[] {
  const isThere = reactions.some((one) => one.emoji === emoji);
  if (!isThere) return [...reactions, { emoji, user_uuids: [me] }];
  const without = (uuids: string[]) => uuids.filter((uuid) => uuid !== me);
  return reactions.map((one) =>
    one.emoji === emoji ? { emoji, user_uuids: [...without(one.user_uuids), me] } : one,
  );
}

function take(reactions: readonly Reaction[] = [], emoji: string, me: string): Reaction[] {
  return reactions
    .map((one) =>
      one.emoji === emoji ? { emoji, user_uuids: one.user_uuids.filter((uuid) => uuid !== me) } : one,
    )
    .filter(({ user_uuids }) => user_uuids.length > 0);
}
