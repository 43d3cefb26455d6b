import fc from 'fast-check';
import { format, MARKERS, type Part } from './formatting.ts';

/** A text with its parts in brackets. */
const shown = (text: string) => format(text).map(show).join('');
const show = (part: Part): string => {
  if (part.kind === 'text') return part.text;
  return `[${part.kind} ${'parts' in part ? part.parts.map(show).join('') : part.text}]`;
};
const joined = (parts: readonly Part[]): string =>
  parts
    .map((part) => {
      const text = 'parts' in part ? joined(part.parts) : part.text;
      const marker = part.kind === 'text' || part.kind === 'link' ? '' : MARKERS[part.kind];
      return marker + text + marker;
    })
    .join('');

test.each([
  ['This is *bold*, _italic_ and `code`.', 'This is [strong bold], [em italic] and [code code].'],
  ['*two words* (*x*)', '[strong two words] ([strong x])'],
  ['_*both*_ and *_both_*', '[em [strong both]] and [strong [em both]]'],
  ['*bold and _both_*', '[strong bold and [em both]]'],
  ['`*not bold*` *`code`*', '[code *not bold*] [strong [code code]]'],
  ['*see https://example.org/a_b_c now*', '[strong see [link https://example.org/a_b_c] now]'],
  ['*fett* und *noch eins*', '[strong fett] und [strong noch eins]'],
  ['*жирный*', '[strong жирный]'],
])('formats %s', (text, wanted) => {
  expect(shown(text)).toBe(wanted);
});

test.each([
  'snake_case_name and 2*3*4',
  '2 * 3 * 4',
  '* a list\n* of two',
  '**two** __of them__',
  '*one\nline*',
  'an open ` and ``',
  '*',
  '_ _',
  '<b>*</b>',
])('leaves %j as it is', (text) => {
  expect(shown(text)).toBe(text);
});

test('with their markers the parts equal the text', () => {
  const sign = fc.constantFrom('*', '_', '`', ' ', '\n', 'a', 'é', '🎉', '.', 'https://a.b/c_d ');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 60 }), (signs) => {
      const text = signs.join('');
      expect(joined(format(text))).toBe(text);
    }),
  );
});
