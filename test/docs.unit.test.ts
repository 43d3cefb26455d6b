import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The documents name only existing things. */

const root = join(import.meta.dirname, '..');
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file && existsSync(join(root, file)));
const folders = /^(bench|bin|cli|client|docs|local|services|shared|test)\//;

test.each(documents)('every link and path in %s exists', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target));
  const paths = [...text.matchAll(/`([\w./-]+\/[\w.-]+)`/g)]
    .map(([, path]) => path as string)
    .filter((path) => folders.test(path) && !isOfThePast(document) && !/\/(dist|node_modules)\b/.test(path));
  const missing = [
    ...links.filter((link) => !existsSync(join(root, placeOf(document), link))),
    ...paths.filter((path) => !existsSync(join(root, path))),
  ];
  expect(missing).toEqual([]);
});

/** `changes.md` becomes a part of docs/performance.md. */
const placeOf = (document: string) => (document === 'bench/changes.md' ? 'docs' : dirname(document));

/** A decision describes its own time, so its paths may be gone. */
const isOfThePast = (document: string) => document.startsWith('docs/decisions/');

test('each decision has a unique number and a line in the index', () => {
  const folder = join(root, 'docs/decisions');
  const pages = readdirSync(folder).filter((name) => name !== 'README.md');
  const numbers = pages.map((name) => name.slice(0, 4));
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(pages.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  for (const name of pages) {
    const title = readFileSync(join(folder, name), 'utf8').split('\n', 1)[0];
    expect(title).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. `));
  }
});

test.each([
  ['A send', 4],
  ['A stream record', 3],
  ['A frame', 5],
])('%s is followed through at most %d files', (name, most) => {
  const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const [, trace = ''] = architecture.split(`**${name}**`);
  const [steps = ''] = trace.split(/\n(?=\*\*|## )/);
  const files = [...steps.matchAll(/^\d\. [^[]*\[[^\]]+\]\(([^)]+)\)/gm)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(2);
  expect(files.length).toBeLessThanOrEqual(most);
});

test('the API description promises no header that API Gateway may rename', () => {
  // REST APIs rename it; for HTTP APIs that is not documented.
  const description = readFileSync(join(root, 'docs/openapi.json'), 'utf8');
  expect(description).toContain('"headers"');
  expect(description).not.toMatch(/www-authenticate/i);
});

test('every place of personal data is in the inventory', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const inventory = read('docs/privacy.md');
  const prefixes = [...read('shared/dynamo/keys.ts').matchAll(/[`'](\w{3}#)/g)].map(([, prefix]) => prefix);
  const migrations = readdirSync(join(root, 'services/users/migrations')).map((name) =>
    read(`services/users/migrations/${name}`),
  );
  const tables = migrations.flatMap((text) =>
    [...text.matchAll(/^create table (\w+)/gm)].map(([, name]) => name),
  );
  const [users = ''] = migrations.flatMap((text) => /^create table users \(.*?^\)/ms.exec(text) ?? []);
  const columns = [
    ...[...users.matchAll(/^ {2}(\w+) (?:uuid|text|timestamptz)/gm)],
    ...migrations.flatMap((text) => [...text.matchAll(/^alter table users add (?:column )?(\w+)/gm)]),
  ].map(([, name]) => name);
  expect([prefixes.length, tables.length, columns.length].every((count) => count > 3)).toBe(true);
  const missing = [...new Set([...prefixes, ...tables, ...columns])].filter(
    (name) => !inventory.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});
