import type { _Record as ReadRecord, ShardIteratorType } from '@aws-sdk/client-dynamodb-streams';
import type { Streams } from '../../shared/lambda-stream/streams.ts';
import type { ShardPosition } from './checkpoints.ts';
import { writtenBy } from './entry.ts';

/**
 * Reads one shard page by page, including empty pages, until the shard is closed and read to its end.
 *
 * Replaces an expired iterator by one after the last record read. Skips records that the stream has trimmed, as the
 * service does, and continues at the oldest one left. Retries after any other error.
 */
export async function* readShard(source: ShardSource, start: ShardPosition | 'LATEST'): AsyncGenerator<Page> {
  let from: Start = start === 'LATEST' ? 'LATEST' : (start.sequenceNumber ?? 'TRIM_HORIZON');
  const startedAt = Date.now();
  let since = start === 'LATEST' ? undefined : start.latestSince;
  let iterator: string | undefined;
  for (let isOpen = true; isOpen && !source.hasEnded(); ) {
    try {
      iterator ??= await openIterator(source, from);
      const page = await source.streams.getRecords({ ShardIterator: iterator as string });
      const records = page.Records ?? [];
      from = records.at(-1)?.dynamodb?.SequenceNumber ?? from;
      iterator = page.NextShardIterator;
      isOpen = iterator !== undefined;
      const earliest = since;
      yield earliest === undefined ? records : records.filter((record) => isWrittenSince(record, earliest));
    } catch (error) {
      const trouble = await afterTrouble(error, source);
      if (trouble === 'shard gone') return;
      // A second LATEST iterator would skip the records written meanwhile: they are found by their time instead.
      if (from === 'LATEST') since = startedAt;
      if (from === 'LATEST' || trouble === 'trimmed') from = 'TRIM_HORIZON';
      iterator = undefined;
    }
  }
}

export interface ShardSource {
  readonly streams: Streams;
  readonly streamArn: string;
  readonly shardId: string;
  readonly hasEnded: () => boolean;
  /** Waits before the retry when the stream did not answer. */
  readonly pause: (error: unknown) => Promise<void>;
  readonly log: (line: string) => void;
}

type Page = readonly ReadRecord[];
/** A sequence number to read after, or an end of the shard. */
type Start = string | 'TRIM_HORIZON' | 'LATEST';

async function openIterator(
  { streams, streamArn, shardId }: ShardSource,
  from: Start,
): Promise<string | undefined> {
  const type: ShardIteratorType =
    from === 'LATEST' || from === 'TRIM_HORIZON' ? from : 'AFTER_SEQUENCE_NUMBER';
  const answer = await streams.getShardIterator({
    StreamArn: streamArn,
    ShardId: shardId,
    ShardIteratorType: type,
    ...(type === 'AFTER_SEQUENCE_NUMBER' && { SequenceNumber: from }),
  });
  return answer.ShardIterator;
}

async function afterTrouble(
  error: unknown,
  source: ShardSource,
): Promise<'shard gone' | 'trimmed' | 'passing'> {
  switch ((error as Error)?.name) {
    case 'ResourceNotFoundException':
      return 'shard gone';
    case 'TrimmedDataAccessException':
      source.log(`records of ${source.shardId} were trimmed before they were read`);
      return 'trimmed';
    case 'ExpiredIteratorException':
      return 'passing';
    default:
      await source.pause(error);
      return 'passing';
  }
}

/** In doubt a record counts as written since: an extra delivery is better than a lost record. */
function isWrittenSince(record: ReadRecord, since: number): boolean {
  const told = record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? since;
  return writtenBy(told) >= since;
}
