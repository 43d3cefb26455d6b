import type { Shard } from '@aws-sdk/client-dynamodb-streams';
import type { Streams } from '../../shared/lambda-stream/streams.ts';
import { StreamGone } from './errors.ts';

export interface ShardDescription {
  readonly shardId: string;
  readonly parentShardId: string | undefined;
}

export interface StreamDescription {
  readonly shards: readonly ShardDescription[];
  /** Nothing is written to it any more; it stays readable for a day. */
  readonly isDisabled: boolean;
}

/** The stream with every shard, all pages; throws StreamGone if it is deleted or replaced. */
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
 * The shards that may be read now: those whose parent is finished, or so old that it is not listed any more.
 * A child holds later writes of the same items, so it has to wait.
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

/** The shards that are still written to. Not by an ending sequence number: a local engine gives one to open shards. */
export function leafShards(shards: readonly ShardDescription[]): readonly ShardDescription[] {
  const parents = new Set(shards.map((shard) => shard.parentShardId));
  return shards.filter((shard) => !parents.has(shard.shardId));
}

/** A local engine answers for the table's present stream, whichever was asked for; its label tells. */
const isAnother = ({ StreamLabel }: { StreamLabel?: string | undefined }, streamArn: string) =>
  StreamLabel !== undefined && !streamArn.endsWith(`/stream/${StreamLabel}`);

const toDescription = (shard: Shard): ShardDescription => ({
  shardId: shard.ShardId ?? '',
  parentShardId: shard.ParentShardId,
});

const asStreamGone = (streamArn: string) => (error: unknown) => {
  throw (error as Error)?.name === 'ResourceNotFoundException' ? new StreamGone(streamArn) : error;
};
