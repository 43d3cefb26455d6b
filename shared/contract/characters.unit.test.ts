import {
  hasControls,
  hasControlsOrBreaks,
  hasHidden,
  hasPiledMarks,
  isEmoji,
  isLetter,
  showsNothing,
} from './characters.ts';
import { isReservedHandle, isReservedName } from './reserved-names.ts';

/** One code point for each kind of invisible character. */
const unseen = {
  'a zero-width space': '\u200b',
  'a zero-width joiner alone': '\u200d',
  'a Hangul filler': '\u3164',
  'a halfwidth Hangul filler': '\uffa0',
  'an empty braille cell': '\u2800',
  'a soft hyphen': '\u00ad',
  'a right-to-left override': '\u202e',
  'a bidirectional isolate': '\u2066',
  'a variation selector alone': '\ufe0f',
  'a tag': '\u{e0041}',
  'a combining grapheme joiner': '\u034f',
  'a byte order mark': '\ufeff',
  'a word joiner': '\u2060',
  'a Khmer inherent vowel': '\u17b4',
};

test.each(Object.entries(unseen))('%s is invisible alone and hidden next to a letter', (_, character) => {
  expect(showsNothing(` ${character}\n`)).toBe(true);
  expect(showsNothing(`${character}a`)).toBe(false);
  expect(hasHidden(`a${character}`)).toBe(true);
});

test.each(['😀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🏳‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', '1️⃣', '👍🏽', '©️', '🇩🇪', '🧑🏽‍🚀'])(
  'the emoji %s hides nothing',
  (emoji) => {
    expect({ nothing: showsNothing(emoji), hidden: hasHidden(`Ann ${emoji}`) }).toEqual({
      nothing: false,
      hidden: false,
    });
  },
);

test.each(['می‌خواهم', 'ශ්‍රී', 'ക്‍ഷ', 'Zoë', 'Ὀδυσσεύς', 'יוֹסֵף'])('the word %s hides nothing', (word) => {
  expect(hasHidden(word)).toBe(false);
});

test.each(['ế', 'Việt Nguyễn', 'ज़ें', 'מִּבְּרֵאשִׁית', 'اللّٰه', 'བརྒྱད', 'မြွှေး', 'น้ำ', 'e\u0301\u0323'])(
  'the marks of %s are legitimate',
  (word) => {
    expect(hasPiledMarks(word)).toBe(false);
  },
);

test.each([
  ['three', 'e\u0301\u0302\u0303'],
  ['three, composed as far as can be', '\u1ebf\u0303'],
  ['sixty-three', `a${'\u0335'.repeat(63)}`],
  ['a tone mark again and again', 'เธ\u0e49\u0e49\u0e49'],
  ['many of a language', `က${'\u102d\u102f'.repeat(4)}`],
])('%s marks over one letter are piled up', (_, word) => {
  expect(hasPiledMarks(word)).toBe(true);
});

test('what is written out for speed agrees with the properties of Unicode', () => {
  const alike: [(text: string) => boolean, RegExp][] = [
    [showsNothing, /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]$/u],
    [hasControls, /^[^\P{Cc}\n\t]$/u],
    [hasControlsOrBreaks, /^[\p{Cc}\p{Zl}\p{Zp}]$/u],
    [isEmoji, /^\p{RGI_Emoji}$/v],
    [isLetter, /^\p{L}$/u],
  ];
  // The planes of scripts and emoji; of the others only the first characters of plane 14 are special.
  const codes = [...Array(0x20000).keys(), ...Array.from({ length: 0x1000 }, (_, n) => 0xe0000 + n)];
  const characters = codes.map((code) => String.fromCodePoint(code));
  for (const [check, property] of alike) {
    const differs = (text: string) => check(text) !== property.test(text);
    expect(characters.filter(differs)).toEqual([]);
  }
  const withSelector = /^\p{RGI_Emoji}$/v;
  expect(characters.filter((one) => isEmoji(`${one}\ufe0f`) !== withSelector.test(`${one}\ufe0f`))).toEqual(
    [],
  );
});

test.each([
  'Cruddur Team',
  'The cruddur',
  'System ✔',
  'ＡＤＭＩＮ',
  '\u0430dmin',
  'Adm1n',
  'S.u.p.p.o.r.t',
  'Ѕtaff',
  '𝓐𝓭𝓶𝓲𝓷',
  'crüddur',
])('the name %s impersonates us', (name) => {
  expect(isReservedName(name)).toBe(true);
});

test.each([
  'Andrew Bayko',
  'Anna Root',
  'Modest Mussorgsky',
  'Стаффорд',
  'Team Rocket',
  'Supporter',
  'New',
  'أحمد',
  '李',
])('the name %s does not impersonate us', (name) => {
  expect(isReservedName(name)).toBe(false);
});

test.each([
  'admin',
  'adm1n',
  'support',
  'system',
  'root',
  'cruddur',
  'cruddur_team',
  'crudd_ur',
  'api',
  'new',
  'null',
  'everyone',
  '___',
  'me',
  'signin',
])('the handle %s is reserved', (handle) => {
  expect(isReservedHandle(handle)).toBe(true);
});

test.each(['bayko', 'londo', 'nwaliechinyere', 'news', 'mia', 'modest', 'user_7', '007'])(
  'the handle %s is free',
  (handle) => {
    expect(isReservedHandle(handle)).toBe(false);
  },
);
