import fc from 'fast-check';
import { printable, printableJson } from './printable.ts';

/** Control and invisible characters among plain letters. */
const unprintable = fc.oneof(
  fc.integer({ min: 0, max: 0x1f }),
  fc.integer({ min: 0x7f, max: 0x9f }),
  fc.constantFrom(
    0xad,
    0x61c,
    0x200b,
    0x200d,
    0x200e,
    0x2028,
    0x202e,
    0x2066,
    0xfeff,
    0xe0041,
    0xd800,
    0xdfff,
  ),
);
const texts = fc
  .array(fc.oneof(unprintable, fc.integer({ min: 0x20, max: 0x10ffff })))
  .map((points) => String.fromCodePoint(...points));

const isPlain = (text: string) => /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u.test(text);

test('every control character is escaped', () => {
  fc.assert(fc.property(texts, (text) => isPlain(printable(text))));
});

test('plain text stays unchanged, with letters of every script and emoji', () => {
  for (const text of ['', 'Grüße, 世界', '\\u{41}', 'مرحبا', '👍🏽']) expect(printable(text)).toBe(text);
});

test('an escape shows the code point', () => {
  expect(printable('\u001b]0;owned\u0007\r\n')).toBe('\\u{1b}]0;owned\\u{7}\\u{d}\\u{a}');
  expect(printable('\u009b2K\u202e\u{e0041}\u200d')).toBe('\\u{9b}2K\\u{202e}\\u{e0041}\\u{200d}');
});

test('JSON is escaped too, and parses to the same value', () => {
  fc.assert(
    fc.property(texts, fc.string(), (text, name) => {
      const line = printableJson({ [`${name}${text}`]: [text] });
      expect(isPlain(line)).toBe(true);
      expect(JSON.parse(line)).toEqual({ [`${name}${text}`]: [text] });
    }),
  );
});
