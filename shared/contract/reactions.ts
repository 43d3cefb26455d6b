import * as v from 'valibot';
import { isEmoji } from './characters.ts';
import { onMessage } from './message-changes.ts';
import { Message } from './messages.ts';
import type { Operation } from './operation.ts';
import { sent, Uuid } from './schema.ts';

/** How many different emoji one person may put on a message, and how many there may be on it. */
export const REACTIONS_OF_PERSON_MAX = 5;
export const REACTION_KINDS_MAX = 20;

/** One emoji, in Unicode's form NFC. */
const Emoji = () =>
  v.pipe(
    v.string('emoji_invalid'),
    v.transform((text) => text.normalize('NFC')),
    v.check(isEmoji, 'emoji_invalid'),
  );

const ReactionPath = () =>
  sent({ message_group_uuid: Uuid(), message_uuid: Uuid(), emoji: Emoji() }, 'malformed_uuid');

export const addReaction = {
  name: 'addReaction',
  summary: 'Puts an emoji of the caller on a message; one that is there stays',
  params: ReactionPath,
  response: Message,
  errors: [...onMessage, 'emoji_invalid', 'suspended', 'too_many_reactions', 'message_deleted'],
} as const satisfies Operation;

export const removeReaction = {
  name: 'removeReaction',
  summary: 'Takes an emoji of the caller off a message, if it is there',
  params: ReactionPath,
  response: Message,
  errors: [...onMessage, 'emoji_invalid'],
} as const satisfies Operation;
