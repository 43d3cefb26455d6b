import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Key } from '../../shared/dynamo/keys.ts';
import { CommandFailed } from '../errors.ts';
import { rebuildTable } from '../repair/rebuild-table.ts';
import { confirmInProduction, runningSettings } from '../stage.ts';
import type { StageOptions } from './options.ts';
import { progress } from './progress.ts';

/** After each page its place is noted in a file; Ctrl-C stops after the page, and the next run goes on there. */
export async function rebuild(options: StageOptions & { wcu: number; position?: string }): Promise<string> {
  await confirmInProduction('writes every message group row that is not as it should be', options);
  const place = options.position ?? join(runningSettings().data, `rebuild-${options.stage ?? 'local'}.json`);
  const from = readPlace(place);
  if (from) console.error(`Going on where an earlier run stopped (${place}).`);
  const shown = progress('message groups rebuilt');
  const stop = untilInterrupted();
  let failures = 0;
  for await (const { groups, failed, next } of rebuildTable({ writeUnits: options.wcu, from })) {
    for (const { pk, sk } of failed) console.log(`${pk} ${sk}: cannot be rebuilt`);
    failures += failed.length;
    shown.add(groups);
    if (next) writePlace(place, next);
    if (next && stop.aborted) throw new CommandFailed('Stopped; the same command goes on from here.');
  }
  rmSync(place, { force: true });
  const rebuilt = shown.end();
  if (failures > 0) throw new CommandFailed(`${failures} items cannot be rebuilt.`);
  return `${rebuilt} message groups are as they should be.`;
}

function readPlace(file: string): Key | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
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
