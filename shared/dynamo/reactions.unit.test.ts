import { isEmoji } from '../contract/characters.ts';
import type { Reaction } from '../contract/messages.ts';
import { TooManyReactions } from '../errors.ts';
import { withoutReaction, withReaction } from './reactions.ts';

test.each(['👍', '❤️', '👨‍👩‍👧‍👦', '👍🏽', '🇩🇪', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('%s is one emoji', (text) => {
  expect(isEmoji(text)).toBe(true);
});

test.each(['', 'a', '1', '👍👍', '👍 ', '❤', '\u200d', '👍\u200d', 'é', '🏽👍'])(
  '%j is not one emoji',
  (text) => {
    expect(isEmoji(text)).toBe(false);
  },
);

test('kinds and people stay in the order in which they came', () => {
  const given = [
    ['ann', '👍'],
    ['ben', '🎉'],
    ['ben', '👍'],
  ] as const;
  const all = given.reduce<Reaction[]>((held, [user, emoji]) => withReaction(held, user, emoji) ?? held, []);
  expect(all).toEqual([
    { emoji: '👍', user_uuids: ['ann', 'ben'] },
    { emoji: '🎉', user_uuids: ['ben'] },
  ]);
  expect(withReaction(all, 'ann', '👍')).toBeUndefined();
  expect(withoutReaction(all, 'ann', '🎉')).toBeUndefined();
  expect(withoutReaction(all, 'ben', '🎉')).toEqual([{ emoji: '👍', user_uuids: ['ann', 'ben'] }]);
});

test('a person may put five emoji on a message, and there may be twenty kinds', () => {
  const kinds = [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓'];
  const ofOne = kinds.slice(0, 5).map((emoji) => ({ emoji, user_uuids: ['ann'] }));
  expect(() => withReaction(ofOne, 'ann', '👍')).toThrow(TooManyReactions);
  expect(withReaction(ofOne, 'ben', '😀')?.[0]).toEqual({ emoji: '😀', user_uuids: ['ann', 'ben'] });
  const full = kinds.map((emoji, n) => ({ emoji, user_uuids: [`person ${n}`] }));
  expect(() => withReaction(full, 'ann', '👍')).toThrow(TooManyReactions);
  expect(withReaction(full, 'ann', '😀')).toHaveLength(20);
});
