import { useEffect, useRef } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { announce } from '../design/announcer.tsx';
import { messageWords } from '../words/messages.ts';

/** Announces what others send and change while the conversation is open, but not older pages. */
export function useAnnouncedMessages(messages: readonly Message[], me: string): void {
  const before = useRef(messages);
  useEffect(() => {
    const known = before.current;
    before.current = messages;
    if (known === messages) return;
    const sentence = arrival(messages, known, me) ?? change(messages, known, me);
    if (sentence) announce(sentence);
  }, [messages, me]);
}

function arrival(messages: readonly Message[], known: readonly Message[], me: string): string | undefined {
  const last = known.at(-1)?.cursor ?? '';
  const arrived = messages.filter(
    ({ cursor, user_uuid, deleted_at }) => cursor > last && user_uuid !== me && !deleted_at,
  );
  const newest = arrived.at(-1);
  if (!newest) return undefined;
  return arrived.length === 1
    ? `${newest.display_name}: ${newest.message}`
    : messageWords.newMessagesFrom(arrived.length, newest.display_name);
}

function change(messages: readonly Message[], known: readonly Message[], me: string): string | undefined {
  const before = new Map(known.map((message) => [message.uuid, message]));
  for (const { uuid, reactions } of messages) {
    const held = before.get(uuid);
    const added = held && reactions !== held.reactions && newReaction(reactions, held.reactions, me);
    if (added) return messageWords.reaction(added);
  }
  const changed = messages.findLast(({ uuid, user_uuid, revision }) => {
    const held = before.get(uuid);
    return user_uuid !== me && held !== undefined && held.revision !== revision;
  });
  if (!changed) return undefined;
  const { display_name, deleted_at, message } = changed;
  if (deleted_at) return messageWords.someoneDeleted(display_name);
  const isEdited = message !== before.get(changed.uuid)?.message;
  return isEdited ? messageWords.someoneEdited(display_name, message) : undefined;
}

/** The emoji that another person has put since. */
function newReaction(
  now: Message['reactions'],
  before: Message['reactions'],
  me: string,
): string | undefined {
  const countOf = (emoji: string) =>
    before?.find((each) => each.emoji === emoji)?.user_uuids.filter((uuid) => uuid !== me).length ?? 0;
  return now?.find(
    ({ emoji, user_uuids }) => user_uuids.filter((uuid) => uuid !== me).length > countOf(emoji),
  )?.emoji;
}
