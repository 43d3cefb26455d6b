import { setTimeout } from 'node:timers/promises';
import type { DynamoDBStreams, _Stream as Stream } from '@aws-sdk/client-dynamodb-streams';

/**
 * Waits for the newest stream of a table and returns its ARN; undefined if `signal` ends the wait. Skips the stream
 * `gone`, which may stay listed for a day. Engine and table need not exist yet; reports each reason for waiting once.
 */
export async function findStream(
  streams: Pick<DynamoDBStreams, 'listStreams'>,
  table: string,
  { signal, gone, log }: FindStreamOptions,
): Promise<string | undefined> {
  let said: string | undefined;
  while (!signal.aborted) {
    const found = await newestStream(streams, table).catch((error: Error) => error);
    if (typeof found === 'string' && found !== gone) return found;
    const reason = found instanceof Error ? reasonOf(found) : `${table} has no stream yet`;
    if (reason !== said) log(`waiting: ${reason}`);
    said = reason;
    await setTimeout(100, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

export interface FindStreamOptions {
  readonly signal: AbortSignal;
  readonly gone?: string | undefined;
  readonly log: (line: string) => void;
}

const reasonOf = ({ name, code }: Error & { code?: string }) =>
  `DynamoDB does not list its streams (${code ?? name})`;

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
