import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Key } from '../../shared/dynamo/keys.ts';
import { asksInProduction, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { text, wholeNumber } from '../options.ts';

/** After each page its place is noted in a file; Ctrl-C stops after the page, and the next run goes on there. */
export const ddbRebuild = command({
  description: 'repair every message group row; can be stopped and goes on',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    wcu: wholeNumber('units', 'write units a second that it may take', {
      from: 1,
      to: 40_000,
      fallback: 100,
    }),
    position: text('file', 'where it notes how far it is', { completes: 'file' }),
  },
  asks: asksInProduction('writes every message group row that is not as it should be'),
  examples: ['bin/cruddur ddb rebuild --wcu 50'],
  async run({ wcu, position }, { stage, local, out }) {
    const { rebuildTable } = await import('../repair/rebuild-table.ts');
    const place = position ?? join(local.data, `rebuild-${stage ?? 'local'}.json`);
    const from = readPlace(place);
    if (from) out.note(`Going on where an earlier run stopped (${place}).`);
    const progress = out.progress('message groups rebuilt');
    const stop = untilInterrupted();
    let rebuilt = 0;
    let failures = 0;
    for await (const { groups, failed, next } of rebuildTable({ writeUnits: wcu, from })) {
      for (const key of failed) out.item(key, `${key.pk} ${key.sk}: cannot be rebuilt`);
      failures += failed.length;
      rebuilt += groups;
      progress.add(groups);
      if (next) writePlace(place, next);
      if (next && stop.aborted) throw new CommandFailed('Stopped; the same command goes on from here.');
    }
    rmSync(place, { force: true });
    progress.end();
    if (failures > 0) throw new CommandFailed(`${failures} items cannot be rebuilt.`);
    return `${rebuilt} message groups are as they should be.`;
  },
});

/** @throws CommandFailed if the file is there and cannot be read: beginning again would be a surprise. */
function readPlace(file: string): Key | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandFailed(
      `${file} says where an earlier run stopped, and cannot be read: delete it to begin again.`,
      {
        cause,
      },
    );
  }
}

function writePlace(file: string, place: Key): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(place));
  renameSync(`${file}.new`, file);
}

/** The first Ctrl-C asks for a stop; the second ends the program. */
function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return stop.signal;
}
