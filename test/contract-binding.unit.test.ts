import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The page is bound to the contract: an incompatible change of the contract breaks the page's build. */

const root = join(import.meta.dirname, '..');
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'cruddur-binding-'));
  for (const part of ['shared/contract', 'client', 'services/web', 'package.json'])
    await cp(join(root, part), join(copy, part), {
      recursive: true,
      filter: (source) => !/\.test\.tsx?$|\/(dist|node_modules|\.vite|\.local)$/.test(source),
    });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'));
  await writeFile(
    join(copy, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['services/web/src', 'client', 'shared/contract'] }),
  );
});
afterAll(() => rm(copy, { recursive: true }));

/** The files of the page that do not compile with a change of the contract. */
async function brokenBy(file: string, from: string, to: string): Promise<string[]> {
  const path = join(copy, 'shared/contract', file);
  const source = await readFile(path, 'utf8');
  expect(source).toContain(from);
  await writeFile(path, source.replace(from, to));
  const printed = await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', copy]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  await writeFile(path, source);
  const files = [...printed.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, name]) => name as string);
  return files.filter((name) => name.includes('services/web/src/'));
}

test('the page compiles with the contract as it is', async () => {
  expect(await brokenBy('routes.ts', 'GET /api/me', 'GET /api/me')).toEqual([]);
});

test('a renamed response field breaks the build of the page', async () => {
  expect(await brokenBy('message-groups.ts', '    unread_count:', '    unread:')).not.toEqual([]);
});

test('a renamed path parameter breaks the build of the page', async () => {
  const broken = await brokenBy(
    'messages.ts',
    'sent({ message_group_uuid: Uuid() }',
    'sent({ group_uuid: Uuid() }',
  );
  expect(broken).not.toEqual([]);
});

test('a removed operation breaks the build of the page', async () => {
  expect(await brokenBy('routes.ts', '  markRead:', '  markAsRead:')).not.toEqual([]);
});

test('the page contains no path of the API, so that a path may change', async () => {
  const { stdout } = await promisify(execFile)(
    'git',
    ['grep', '-n', '-E', '["\'`]/api/', '--', 'services/web/src'],
    {
      cwd: root,
    },
  ).catch(({ stdout }) => ({ stdout }));
  expect(stdout).toBe('');
});
