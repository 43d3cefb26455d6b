import { findHits, wantedWords, wordsOf } from './message-words.ts';

test.each([
  ['See you on Friday!', ['see', 'you', 'on', 'friday']],
  ['Again, AGAIN and again', ['again', 'and']],
  ["It's O'Brien’s", ['it', 's', 'o', 'brien']],
  ['Crème brûlée, Łódź, Straße, Zoe\u0308', ['creme', 'brulee', 'lodz', 'strasse', 'zoe']],
  ['ΟΔΟΣ Ёлка İstanbul', ['οδοσ', 'елка', 'istanbul']],
  ['شُكْرًا كـتـاب', ['شكرا', 'كتاب']],
  ['हिन्दी', ['हिन्दी']],
  ['ｆｕｌｌ ﬁne ②', ['full', 'fine', '2']],
  ['日本語', ['日本', '本語', '語']],
  ['iPhone を買う', ['iphone', 'を買', '買う', 'う']],
  ['party 🎉🎂', ['party', '🎉🎂', '🎂']],
  ['— … !', []],
  [`${'x'.repeat(500)}`, ['x'.repeat(48)]],
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words.map((word) => word.normalize('NFKD')));
});

test('asks for words by their beginning, and for each pair of signs where there are no spaces', () => {
  expect(wantedWords('hel Wor')).toEqual([
    { word: 'hel', isBeginning: true },
    { word: 'wor', isBeginning: true },
  ]);
  expect(wantedWords('本')).toEqual([{ word: '本', isBeginning: true }]);
  expect(wantedWords('日本語')).toEqual([
    { word: '日本', isBeginning: false },
    { word: '本語', isBeginning: false },
  ]);
  expect(wantedWords('?!')).toEqual([]);
});

/** The parts of a text that are hits. */
const marked = (text: string, query: string) =>
  findHits(text, query)?.map(({ from, to }) => [...text].slice(from, to).join(''));

test.each([
  ['Hello world', 'hel WOR', ['Hel', 'wor']],
  ['🎉 Crème brûlée', 'creme BRU', ['Crème', 'brû']],
  ['Zoe\u0308 and Zoë', 'zoë', ['Zoe\u0308', 'Zoë']],
  ['Straße', 'strass', ['Straß']],
  ['これは日本語です', '日本語', ['日本語']],
  ['ภาษาไทยง่าย', 'ไทย', ['ไทย']],
  ['banana ban', 'ban', ['ban', 'ban']],
])('%j has %j where it stands', (text, query, hits) => {
  expect(marked(text, query)).toEqual(hits);
});

test.each([
  ['Hello world', 'ello'],
  ['Hello world', 'hello moon'],
  // The pairs are there, but not one after the other.
  ['日本 と 本語', '日本語'],
  ['anything', '!'],
])('%j does not have %j', (text, query) => {
  expect(findHits(text, query)).toBeUndefined();
});

test('every text is found by each of its words, and what is stored needs no quotes', () => {
  for (const text of [
    'a\\b \'c\' "d":*|&!()',
    '½ ⑴ ㎏ ㍿',
    'اَلْعَرَبِيَّةُ',
    '안녕하세요 여러분',
    'မြန်မာဘာသာ',
    'עִבְרִית',
  ]) {
    for (const word of wordsOf(text)) {
      expect(word).toMatch(/^[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+$/u);
      expect([text, word, findHits(text, word)]).not.toEqual([text, word, undefined]);
    }
  }
});
