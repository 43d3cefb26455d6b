import type { Reaction } from '../contract/messages.ts';
import { REACTION_KINDS_MAX, REACTIONS_OF_PERSON_MAX } from '../contract/reactions.ts';
import { TooManyReactions } from '../errors.ts';

const has = (user: string, emoji: string) => (reaction: Reaction) =>
  reaction.emoji === emoji && reaction.user_uuids.includes(user);

/**
 * The reactions with one more, the latest last.
 *
 * @returns undefined if it is there already.
 * @throws TooManyReactions
 */
export function withReaction(
  reactions: readonly Reaction[],
  user: string,
  emoji: string,
): Reaction[] | undefined {
  if (reactions.some(has(user, emoji))) return undefined;
  if (reactions.filter(({ user_uuids }) => user_uuids.includes(user)).length >= REACTIONS_OF_PERSON_MAX)
    throw new TooManyReactions();
  const isNew = reactions.every((reaction) => reaction.emoji !== emoji);
  if (!isNew)
    return reactions.map((one) =>
      one.emoji === emoji ? { ...one, user_uuids: [...one.user_uuids, user] } : one,
    );
  if (reactions.length >= REACTION_KINDS_MAX) throw new TooManyReactions();
  return [...reactions, { emoji, user_uuids: [user] }];
}

/** The reactions with one less; undefined if it is not there. */
export function withoutReaction(
  reactions: readonly Reaction[],
  user: string,
  emoji: string,
): Reaction[] | undefined {
  if (!reactions.some(has(user, emoji))) return undefined;
  return without(reactions, user, (one) => one.emoji === emoji);
}

/** The reactions without any of a person; undefined if they have none. */
export function withoutPerson(reactions: readonly Reaction[], user: string): Reaction[] | undefined {
  if (!reactions.some(({ user_uuids }) => user_uuids.includes(user))) return undefined;
  return without(reactions, user, () => true);
}

/** Takes a person out of some reactions; nobody's reaction does not stay. */
const without = (reactions: readonly Reaction[], user: string, isMeant: (one: Reaction) => boolean) =>
  reactions
    .map((one) =>
      isMeant(one) ? { ...one, user_uuids: one.user_uuids.filter((uuid) => uuid !== user) } : one,
    )
    .filter(({ user_uuids }) => user_uuids.length > 0);

/** As a message keeps them: no attribute if there are none. */
export const keptReactions = (reactions: Reaction[]) => (reactions.length > 0 ? reactions : undefined);
