import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(import.meta.dirname, '..');
const tokens = readFileSync(join(src, 'design/tokens.css'), 'utf8');
const sheets = globSync('**/*.css', { cwd: src })
  .filter((file) => file !== 'design/tokens.css')
  .map((file) => [file, readFileSync(join(src, file), 'utf8')] as const);

/** What a declaration may say; everything else stands in tokens.css. Zero hides a text that is only copied. */
const rules: [property: RegExp, allowed: RegExp][] = [
  [/^font-size$/, /^(var\(--size-[a-z]+\)|0)$/],
  [/^font-weight$/, /^var\(--weight-[a-z]+\)$/],
  [/^font-family$/, /^var\(--font(-code|-emoji)?\)$/],
  [/^font$/, /^(inherit|var\(--size-[a-z]+\) \/ [\d.]+ var\(--font\))$/],
  [/radius$/, /^(0|(var\(--radius-[a-z]+\) ?)+)$/],
];

/** A colour that is written out, instead of named: in hexadecimal, by a function, or as a keyword of CSS. */
const RAW_COLOUR =
  /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|\b(black|white|red|gray|grey)\b/i;

test('no style sheet has a size, weight, radius, space or colour of its own', () => {
  expect(sheets.length).toBeGreaterThan(15);
  const odd = sheets.flatMap(([file, sheet]) =>
    declarationsOf(sheet)
      .filter(([property, value]) => !isFromTokens(property, value))
      .map(([property, value]) => `${file}: ${property}: ${value}`),
  );
  expect(odd).toEqual([]);
});

test('every custom property that a style sheet names is set', () => {
  const all = [tokens, ...sheets.map(([, sheet]) => sheet)].join('\n');
  const set = new Set([...all.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  const named = new Set([...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  expect([...named].filter((name) => !set.has(name))).toEqual([]);
});

test('there are six sizes, four radii and three weights, and twelve avatars of one lightness', () => {
  const count = (name: RegExp) => new Set(tokens.match(name)).size;
  expect([
    count(/--size-(?!beside)\w+(?=:)/g),
    count(/--radius-\w+(?=:)/g),
    count(/--weight-\w+(?=:)/g),
  ]).toEqual([6, 4, 3]);
  const avatars = [...tokens.matchAll(/--avatar-\d+: oklch\((\d+)% [\d.]+ (\d+)\)/g)];
  expect(new Set(avatars.map(([, lightness]) => lightness)).size).toBe(1);
  expect(new Set(avatars.map(([, , hue]) => hue)).size).toBe(12);
});

const SPACE = /^(padding|margin|gap|row-gap|column-gap)(-|$)/;

function isFromTokens(property: string, value: string): boolean {
  if (RAW_COLOUR.test(value)) return false;
  if (SPACE.test(property) && hasOwnLength(value)) return false;
  return rules.every(([name, allowed]) => !name.test(property) || allowed.test(value));
}

/** A hairline of one pixel is none, nor is the width of a column that is centred: `(100% - 53.75rem) / 2`. */
function hasOwnLength(value: string): boolean {
  return /[\d.]rem|[\d.]em|(?<![\d.])(?!1px)[\d.]+px/.test(value.replace(/\(100% - [\d.]+rem\)/g, ''));
}

function declarationsOf(sheet: string): [property: string, value: string][] {
  const bare = sheet.replace(/\/\*.*?\*\//gs, '');
  return [...bare.matchAll(/(?<=[{;]\s*)([a-z-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => [
    property,
    value.replace(/\s+/g, ' ').trim(),
  ]);
}
