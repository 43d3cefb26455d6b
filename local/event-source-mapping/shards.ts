import type { Shard } from '@aws-sdk/client-dynamodb-streams';
import type { Streams } from '../../shared/lambda-stream/streams.ts';
import { StreamGone } from './errors.ts';

export interface ShardDescription {
  readonly shardId: string;
  readonly parentShardId: string | undefined;
}

export interface StreamDescription {
  readonly shards: readonly ShardDescription[];
  /** A disabled stream gets no more records; it stays readable for a day. */
  readonly isDisabled: boolean;
}

/** Describes the stream with the shards of all pages; throws StreamGone if it is deleted or replaced. */
export async function describeStream(streams: Streams, streamArn: string): Promise<StreamDescription> {
  const shards: ShardDescription[] = [];
  let isDisabled = false;
  let from: string | undefined;
  do {
    const input = { StreamArn: streamArn, ...(from && { ExclusiveStartShardId: from }) };
    const page = (await streams.describeStream(input).catch(asStreamGone(streamArn))).StreamDescription;
    if (!page || isAnother(page, streamArn)) throw new StreamGone(streamArn);
    shards.push(...(page.Shards ?? []).map(toDescription));
    isDisabled = page.StreamStatus === 'DISABLED';
    from = page.LastEvaluatedShardId;
  } while (from);
  return { shards, isDisabled };
}

/**
 * The shards that may be read now: those whose parent is finished or no longer listed. A child holds later writes of
 * the same items, so it waits for its parent.
 */
export function readableShards(
  shards: readonly ShardDescription[],
  isFinished: (shardId: string) => boolean,
): readonly ShardDescription[] {
  const listed = new Set(shards.map((shard) => shard.shardId));
  const blocks = (parent: string | undefined) =>
    parent !== undefined && listed.has(parent) && !isFinished(parent);
  return shards.filter((shard) => !isFinished(shard.shardId) && !blocks(shard.parentShardId));
}

/** The open shards. Ignores the ending sequence number, which a local engine also gives to open shards. */
export function leafShards(shards: readonly ShardDescription[]): readonly ShardDescription[] {
  const parents = new Set(shards.map((shard) => shard.parentShardId));
  return shards.filter((shard) => !parents.has(shard.shardId));
}

/** Whether the label differs: a local engine returns the table's present stream, whichever ARN was asked for. */
const isAnother = ({ StreamLabel }: { StreamLabel?: string | undefined }, streamArn: string) =>
  StreamLabel !== undefined && !streamArn.endsWith(`/stream/${StreamLabel}`);

const toDescription = (shard: Shard): ShardDescription => ({
  shardId: shard.ShardId ?? '',
  parentShardId: shard.ParentShardId,
});

const asStreamGone = (streamArn: string) => (error: unknown) => {
  throw (error as Error)?.name === 'ResourceNotFoundException' ? new StreamGone(streamArn) : error;
};
