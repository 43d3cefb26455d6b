import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderToStaticMarkup } from 'react-dom/server';
import { firstKnown } from './language.ts';
import { others } from './languages.ts';
import { visibleStrings } from './testing/visible-strings.ts';

const words = import.meta.dirname;
const page = join(words, '..');

const files = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$|^words\//.test(file))
  // Readers never see it: it is in development only.
  .filter((file) => file !== 'pages/design-page.tsx')
  .map((file) => ({ file, source: readFileSync(join(page, file), 'utf8') }));

const parts = readdirSync(join(words, 'en')).map((file) => ({ file, part: file.replace(/\.tsx?$/, '') }));

test('every string that a reader sees comes from the catalogue', () => {
  const literals = files.flatMap(({ file, source }) =>
    visibleStrings(source).map((text) => `${file}: ${text}`),
  );
  expect(literals).toEqual([]);
});

test('each way to show a string is recognised', () => {
  const found = visibleStrings(`
    const note = 'Two words';
    const KEYS = ['up', { icon: 'none', label: 'key' }];
    announce(\`\${name} said\`);
    useTitle(isNew ? 'new' : kind === 'edit' ? 'changed' : theirs('none'));
    export const Page = ({ size }: { size: 'Large' }) => (
      <main className="two words" title="title" aria-label={a ? 'left' : b}>
        Text {size === 'none' && 'there'} {\`\${count} found\`}
        <Field label="label" hint={<b>hint</b>} name="none" />
      </main>
    );
    throw new Error('Only for developers');
  `);
  const seen = ['Two words', 'key', 'said', 'new', 'changed', 'title', 'left', 'Text', 'there', 'found'];
  expect(found).toEqual([...seen, 'label', 'hint']);
});

test.each(Object.keys(others))(
  'the strings of %s have the placeholders of the English ones',
  async (language) => {
    expect(parts.length).toBeGreaterThan(1);
    for (const { file, part } of parts)
      expect(placeholdersOf(await stringsOf(language, file, part))).toEqual(
        placeholdersOf(await stringsOf('en', file, part)),
      );
  },
);

test('no string of the catalogue is unused', async () => {
  for (const { file, part } of parts) {
    const [, name] = /export const (\w+)/.exec(readFileSync(join(words, `${part}.ts`), 'utf8')) ?? [];
    const uses = files.flatMap(({ source }) => [
      ...source.matchAll(new RegExp(`\\b${name}\\s*\\.(\\w+)`, 'g')),
    ]);
    const used = new Set(uses.map(([, key]) => key));
    const unused = Object.keys(await stringsOf('en', file, part)).filter((key) => !used.has(key));
    expect({ part, unused }).toEqual({ part, unused: [] });
  }
});

test('the language is the first of the browser that the page has', () => {
  expect(firstKnown(['fr-CH', 'de-CH', 'en'])).toBe('de');
  expect(firstKnown(['en-US', 'de'])).toBe('en');
  expect(firstKnown(['fr'])).toBe('en');
});

async function stringsOf(language: string, file: string, part: string): Promise<object> {
  return (await import(join(words, language, file)))[part];
}

/** The name of each string, with the arguments that it shows. */
function placeholdersOf(strings: object): string[] {
  return Object.entries(strings).flatMap(([name, value]) => {
    if (typeof value === 'string') return [name];
    if (typeof value !== 'function') return placeholdersOf(value).map((inner) => `${name}.${inner}`);
    const args = Array.from({ length: value.length }, (_, index) => `‹${index}›`);
    const shown = renderToStaticMarkup(value(...args));
    return [`${name} ${args.filter((arg) => shown.includes(arg))}`];
  });
}
