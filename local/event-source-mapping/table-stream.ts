import { setTimeout } from 'node:timers/promises';
import type { DynamoDBStreams, _Stream as Stream } from '@aws-sdk/client-dynamodb-streams';

/**
 * The ARN of the newest stream of a table, as soon as there is one and it is not `gone`, which may be listed for a
 * day; undefined if `signal` ends the waiting.
 */
export async function findStream(
  streams: Pick<DynamoDBStreams, 'listStreams'>,
  table: string,
  signal: AbortSignal,
  gone?: string,
): Promise<string | undefined> {
  while (!signal.aborted) {
    // Neither the engine nor the table has to be there yet.
    const found = await newestStream(streams, table).catch(() => undefined);
    if (found !== undefined && found !== gone) return found;
    await setTimeout(100, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

async function newestStream(streams: Pick<DynamoDBStreams, 'listStreams'>, table: string) {
  const found: Stream[] = [];
  let from: string | undefined;
  do {
    const page = await streams.listStreams({
      TableName: table,
      ...(from && { ExclusiveStartStreamArn: from }),
    });
    found.push(...(page.Streams ?? []));
    from = page.LastEvaluatedStreamArn;
  } while (from);
  return found.sort((a, b) => ((a.StreamLabel ?? '') < (b.StreamLabel ?? '') ? 1 : -1))[0]?.StreamArn;
}
