import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Which folder may import which, first match first. A folder may always import itself. Tests, `test/` and `bench/` may
 * import everything, and nothing else imports them.
 */
const mayImport: [folder: string, allowed: string[]][] = [
  ['shared/contract/', []],
  ['shared/', ['shared/']],
  ['client/', ['shared/contract/']],
  // The Serverless Framework loads plugins only from below a service's folder.
  ['services/users/api-gateway.ts', ['local/api-gateway/plugin.ts']],
  ['services/messaging/api-gateway.ts', ['local/api-gateway/plugin.ts']],
  ['services/stream/api-gateway.ts', ['local/api-gateway/plugin.ts']],
  ['services/messaging/serverless-dynamodb.ts', ['local/serverless-dynamodb.ts']],
  ['services/stream/event-source-mapping.ts', ['local/event-source-mapping/plugin.ts']],
  ['services/users/', ['shared/']],
  ['services/messaging/', ['shared/']],
  ['services/stream/', ['shared/']],
  ['services/web/', ['client/', 'shared/contract/']],
  ['services/', []],
  ['local/', ['shared/lambda-stream/']],
  ['cli/', ['shared/', 'client/', 'local/']],
  ['bin/', ['cli/']],
];

/**
 * The layers of the page, lowest first. A layer imports itself and lower ones, never its neighbours or higher ones.
 */
const rooms = [
  ['store/'],
  ['words/'],
  ['design/'],
  ['net/'],
  ['session/'],
  ['api/'],
  ['state/'],
  ['emoji/'],
  ['conversation/', 'groups/', 'people/', 'live/'],
  ['pages/'],
  ['shell/', 'worker/'],
  ['main.tsx'],
].map((level) => level.map((room) => `services/web/src/${room}`));

const localTables = ['local/create-table.ts', 'local/serverless-dynamodb.ts'];

/** The only folders that may import a store's driver. */
const drivers: [driver: RegExp, owners: string[]][] = [
  [
    /^@aws-sdk\/(client|lib|util)-dynamodb$/,
    ['shared/dynamo/', 'shared/lambda-stream/', 'cli/table/', ...localTables],
  ],
  [/^(postgres|postgrator)$/, ['shared/postgres/', 'cli/database/']],
];

const root = join(import.meta.dirname, '..');
const isTest = (file: string) => /^(test|bench)\/|\/testing\/|\.test\.tsx?$|\.config\.(js|ts)$/.test(file);
const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.js', '*.mjs', '*.cjs'], { cwd: root })
  .toString()
  .split('\n')
  .filter((file) => file && existsSync(join(root, file)));

test('no folder imports one that it must not depend on', () => {
  expect(files.length).toBeGreaterThan(300);
  const forbidden = files
    .filter((file) => !isTest(file))
    .flatMap((file) => importsOf(file).map((imported) => [file, imported] as const))
    .filter(([file, imported]) => !isAllowed(file, imported))
    .map(([file, imported]) => `${file} imports ${imported}`);
  expect(forbidden).toEqual([]);
});

test('no layer of the page imports its neighbour or a higher layer', () => {
  const inPage = files.filter((file) => file.startsWith('services/web/src/') && !isTest(file));
  expect(inPage.filter((file) => levelOf(file) === -1 && !file.endsWith('.d.ts'))).toEqual([]);
  const upward = inPage
    .flatMap((file) => importsOf(file).map((imported) => [file, imported] as const))
    .filter(([file, imported]) => levelOf(imported) >= levelOf(file) && !isSameRoom(file, imported))
    .map(([file, imported]) => `${file} imports ${imported}`);
  expect(upward).toEqual([]);
});

/** What a file imports: a path from the root of the repository, or the name of a package. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const specifiers = [
    ...source.matchAll(/^\s*(?:import|export)\b[^'";]*?from '([^']+)'/gm),
    ...source.matchAll(/^import '([^']+)'/gm),
    ...source.matchAll(/\bimport\('([^']+)'\)/g),
  ].map(([, specifier]) => specifier as string);
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier,
  );
}

function isAllowed(file: string, imported: string): boolean {
  const driver = drivers.find(([name]) => name.test(imported));
  if (driver) return driver[1].some((owner) => file.startsWith(owner));
  if (!files.includes(imported)) return true;
  if (isTest(imported)) return false;
  const [folder, allowed] = mayImport.find(([name]) => file.startsWith(name)) ?? ['', []];
  return [folder, ...allowed].some((name) => imported.startsWith(name));
}

function levelOf(file: string): number {
  return rooms.findIndex((level) => level.some((room) => file.startsWith(room)));
}

function isSameRoom(file: string, imported: string): boolean {
  return rooms.flat().some((room) => file.startsWith(room) && imported.startsWith(room));
}
