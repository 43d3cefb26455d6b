import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { CommandFailed } from '../errors.ts';
import type { SegmentPlace } from './rebuild-table.ts';

const Places = v.array(
  v.union([v.literal('beginning'), v.literal('done'), v.object({ pk: v.string(), sk: v.string() })]),
);

/**
 * Reads the checkpoint of an interrupted rebuild; undefined if there is none.
 *
 * @throws CommandFailed if the file exists but cannot be read, instead of silently starting over.
 */
export function readPlaces(file: string): SegmentPlace[] | undefined {
  try {
    return v.parse(Places, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandFailed(
      `The checkpoint of an earlier rebuild, ${file}, cannot be read. Delete it to start over.`,
    );
  }
}

/** Writes atomically: a reader sees the old or the new places. */
export function writePlaces(file: string, places: readonly SegmentPlace[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(places));
  renameSync(`${file}.new`, file);
}
