import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How many processed records stay, for debugging. */
export const KEPT_RECORDS = 1_000;
/** Batch size of a delete, so that the engine never waits long for its file. */
const AT_A_TIME = 2_000;
const EVERY_MS = 5_000;
/** Retention of a stream on AWS, in seconds. */
const RETENTION_S = 24 * 60 * 60;

/**
 * Trims the streams of dynoxide. It never trims them itself, and scans all records for the next number, so each write
 * costs more the longer the stream is (0.5 ms of CPU at the start, 6.6 ms at 20,000 records). Deletes records from
 * its file that all event source mappings have processed, and those older than a day.
 *
 * @param checkpoints the folder of the mappings' checkpoints.
 * @returns a function that stops the trimming.
 */
export function keepStreamsShort(file: string, checkpoints: string): () => void {
  const timer = setInterval(() => {
    try {
      trimStreams(file, checkpoints);
    } catch {
      // The file is busy, or a mapping has not begun yet or replaces its file: the next run retries.
    }
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** @returns how many records were deleted. */
export function trimStreams(file: string, checkpoints: string): number {
  const database = new DatabaseSync(file, { timeout: 1_000 });
  try {
    const tables = database.prepare(
      'SELECT table_name, stream_label FROM _tables WHERE stream_label IS NOT NULL',
    );
    const positions = readPositions(checkpoints);
    return (tables.all() as unknown as StreamedTable[])
      .map((table) => trimTable(database, table, positions))
      .reduce((sum, deleted) => sum + deleted, 0);
  } finally {
    database.close();
  }
}

function trimTable(
  database: DatabaseSync,
  { table_name, stream_label }: StreamedTable,
  positions: readonly MappingPosition[],
): number {
  const ofThis = positions.filter(({ streamArn }) =>
    streamArn.endsWith(`/${table_name}/stream/${stream_label}`),
  );
  const done = Math.min(...ofThis.flatMap(({ sequenceNumbers }) => sequenceNumbers));
  const isKnown = ofThis.length > 0 && ofThis.every(({ sequenceNumbers }) => sequenceNumbers.length > 0);
  const { changes } = database
    .prepare(
      `DELETE FROM _stream_records WHERE id IN (
         SELECT id FROM _stream_records
         WHERE table_name = ? AND (CAST(sequence_number AS INTEGER) <= ? OR created_at < ?)
         ORDER BY id LIMIT ?)`,
    )
    .run(
      table_name,
      isKnown ? done - KEPT_RECORDS : -1,
      Math.floor(Date.now() / 1000) - RETENTION_S,
      AT_A_TIME,
    );
  return Number(changes);
}

/** Reads the checkpoint of each mapping. A mapping without progress has none, and blocks the trimming. */
function readPositions(folder: string): MappingPosition[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name.endsWith('.json'));
  return files.map(({ name }) => {
    const { streamArn, shards } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CheckpointFile;
    const open = Object.values(shards).filter(({ finished }) => !finished);
    const isBehind = open.some(({ sequenceNumber }) => sequenceNumber === undefined);
    return {
      streamArn,
      sequenceNumbers: isBehind ? [] : open.map(({ sequenceNumber }) => Number(sequenceNumber)),
    };
  });
}

interface MappingPosition {
  readonly streamArn: string;
  readonly sequenceNumbers: readonly number[];
}

interface CheckpointFile {
  readonly streamArn: string;
  readonly shards: Record<string, { sequenceNumber?: string; finished?: true }>;
}

interface StreamedTable {
  readonly table_name: string;
  readonly stream_label: string;
}
