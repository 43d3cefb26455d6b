import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataFolder } from './data-folder.ts';
import { ensureKeys } from './keys.ts';
import type { Part } from './parts/part.ts';
import { claimPort } from './port.ts';
import type { Ports } from './settings.ts';

// Its own engine, not the one of the suite.
delete process.env.CRUDDUR_DYNAMODB_ENDPOINT;
process.env.CRUDDUR_DYNAMODB_ENGINE = 'dynoxide';
const { defaultPorts, localSettings } = await import('./settings.ts');
const { dynamodb } = await import('./parts/dynamodb.ts');
const { postgres } = await import('./parts/postgres.ts');
const { PartFailed } = await import('./errors.ts');

const data = mkdtempSync(join(tmpdir(), 'cruddur-damaged-'));
const ports = Object.fromEntries(
  await Promise.all(Object.keys(defaultPorts).map(async (name) => [name, await claimPort(name, 0)])),
) as Ports;
ensureKeys(data);
const settings = localSettings(ports, data, undefined);

afterAll(() => rmSync(data, { recursive: true }));

async function startAndStop(part: Part): Promise<void> {
  const child = await part.start(settings, undefined);
  await child.stop();
}

const rubbish = (file: string) => writeFileSync(file, Buffer.alloc(20_000, 'rubbish'));

test.each<[string, Part, (folder: string) => void]>([
  [
    'the control file of Postgres is cut',
    postgres,
    (folder) => truncateSync(join(folder, 'global/pg_control'), 100),
  ],
  [
    'the control file of Postgres is rubbish',
    postgres,
    (folder) => rubbish(join(folder, 'global/pg_control')),
  ],
  ['a folder of Postgres is gone', postgres, (folder) => rmSync(join(folder, 'global'), { recursive: true })],
  ['the rules of Postgres are gone', postgres, (folder) => rmSync(join(folder, 'pg_hba.conf'))],
  ['the file of dynoxide is rubbish', dynamodb, (folder) => rubbish(join(folder, 'dynoxide.sqlite'))],
])(
  'when %s, one sentence says so, the data are kept aside, and the next start begins afresh',
  async (_, part, damage) => {
    const folder = join(data, part.name);
    await startAndStop(part);
    damage(folder);
    const failure = await part.start(settings, undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartFailed);
    const [, aside = ''] = /is damaged and was moved to (\S+); the next start/.exec(String(failure)) ?? [];
    expect(String(failure)).toContain(`the log is ${join(settings.logs, `${part.name}.log`)}`);
    expect(String(failure)).not.toContain('\n');
    expect(readdirSync(aside).length).toBeGreaterThan(0);
    expect(existsSync(folder)).toBe(false);
    await startAndStop(part);
  },
  60_000,
);

test('reports a full disk, whichever part met it', () => {
  const lines = ['creating directory', 'could not write file: No space left on device'];
  expect(new PartFailed('postgres', 'initdb failed', lines).message).toBe(
    'postgres: the disk is full; free some space, or choose another folder with --data DIR',
  );
});

test.each([
  ['/proc/nothing/here', 'no folder can be created there'],
  [join(data, 'file/below'), 'a part of the path is a file'],
])('reports a folder that cannot be made (%s), with the reason and --data', (folder, reason) => {
  writeFileSync(join(data, 'file'), '');
  expect(() => prepareDataFolder(folder)).toThrow(
    `The data cannot be written to ${folder}: ${reason}; choose another folder with --data DIR.`,
  );
});

test('leaves a writable folder unchanged', () => {
  const folder = join(data, 'fresh');
  prepareDataFolder(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(readFileSync(join(data, 'file'), 'utf8')).toBe('');
});
