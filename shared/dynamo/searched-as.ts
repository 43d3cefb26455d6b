import { wordsOf } from '../message-words.ts';
import type { SearchedMessage } from '../postgres/searched-messages.ts';
import { cursorOf, isHiddenFrom, type StoredMessage } from './messages.ts';

/** What is stored of messages for the search of their members; of several versions of a message the last. */
export function searchedAs(messages: readonly StoredMessage[]): SearchedMessage[] {
  const latest = new Map<string, StoredMessage>();
  for (const message of messages) {
    const name = `${message.message_group_uuid} ${cursorOf(message)}`;
    if (revisionOf(message) >= revisionOf(latest.get(name))) latest.set(name, message);
  }
  return [...latest.values()].flatMap(ofMembers);
}

const revisionOf = (message: StoredMessage | undefined) => message?.revision ?? 0;

function ofMembers(message: StoredMessage): SearchedMessage[] {
  const words = message.deleted_at === undefined ? wordsOf(message.message) : [];
  return message.member_uuids.map((member_uuid) => ({
    member_uuid,
    message_group_uuid: message.message_group_uuid,
    place: cursorOf(message),
    revision: revisionOf(message),
    words: isHiddenFrom(member_uuid, message) ? [] : words,
  }));
}
