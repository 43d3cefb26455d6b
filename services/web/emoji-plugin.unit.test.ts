import { isEmoji } from '../../shared/contract/characters.ts';
import { emojiIn } from './emoji-plugin.ts';

const named = (language: string, word: string) =>
  emojiIn(language)
    .emojis.filter(({ label, tags }) => [label, ...tags].some((each) => each.toLowerCase().includes(word)))
    .map(({ emoji }) => emoji);

test('emoji are found by English and by German words', () => {
  expect(named('en', 'heart')).toEqual(expect.arrayContaining(['❤️', '🥰']));
  expect(named('de', 'herz')).toEqual(expect.arrayContaining(['❤️', '🥰']));
  expect(named('de', 'heart')).toEqual([]);
});

test('every emoji that is offered, in every skin tone, is one that the API takes as a reaction', () => {
  const { emojis } = emojiIn('en');
  const offered = emojis.flatMap(({ emoji, skins = {} }) => [emoji, ...Object.values(skins)]);
  expect(offered.filter((emoji) => !isEmoji(emoji))).toEqual([]);
  // Unicode 17 has 1,914 without variants of skin and hair, and 261 flags of countries and their parts.
  expect(emojis.length).toBeGreaterThan(1_900);
  expect(emojis.find(({ emoji }) => emoji === '👍')?.skins).toMatchObject({ medium: '👍🏽' });
  expect(emojis.filter(({ countryFlag }) => countryFlag).length).toBeGreaterThan(250);
});
