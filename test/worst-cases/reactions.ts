import { REACTIONS_OF_PERSON_MAX } from '../../shared/contract/reactions.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { createLongestConversation } from './longest.ts';
import { none, type WorstCase } from './worst-case.ts';

// A message with the longest text and all reactions of two people is 5.4 KB.

export const addReaction: WorstCase[] = [
  {
    when: 'the last one, the longest text',
    // The message, and the caller's row; the counter, the message, and its old and its new entry.
    costs: { ...none, rcu: 2 + 2, wcu: 1 + 6 + 6 + 6, calls: 4, statements: 1, poolCalls: 1, kilobytes: 6 },
    arrange: () => createWithReactions(2 * REACTIONS_OF_PERSON_MAX - 1),
  },
];

export const removeReaction: WorstCase[] = [
  {
    when: 'one of all, the longest text',
    costs: { ...none, rcu: 2, wcu: 6 + 6 + 6, calls: 2, statements: 1, poolCalls: 1, kilobytes: 6 },
    arrange: () => createWithReactions(2 * REACTIONS_OF_PERSON_MAX),
  },
];

const emoji = [...'😀😁😂😃😄😅😆😇😈😉'];

/** The only message of a conversation, with so many kinds of reactions: of Ben first, then of Ann, and the request for the last of all. */
export async function createWithReactions(count: number) {
  const { ann, ben, message_group_uuid, cursors } = await createLongestConversation(1);
  const params = { message_group_uuid, message_uuid: cursors[0]?.slice(25) ?? '' };
  const reactions = emoji
    .slice(0, count)
    .map((one, n) => ({ emoji: one, user_uuids: [n < REACTIONS_OF_PERSON_MAX ? ben.uuid : ann.uuid] }));
  await changeMessage(ann.uuid, params, () => ({ set: { reactions } }));
  return { as: ann, params: { ...params, emoji: emoji.at(-1) as string } };
}
