import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { currentOperation } from '../edge/metering.ts';
import { RateLimited, RequestError } from '../errors.ts';
import { type Limit, type LimitName, limitOf } from '../limits.ts';
import { logUncounted } from '../log.ts';
import { documents, tableName } from './client.ts';
import { limitKey } from './keys.ts';

/** How much of a limit is used, this use included. */
export interface Use extends Limit {
  name: LimitName;
  used: number;
  /** Whole seconds until the window ends and the count starts again. */
  reset_s: number;
}

/**
 * Counts a use: one update that returns the new count, 1 WCU. Uses at once are counted one by one, so the limit holds
 * exactly; a retry after a lost answer may count twice. A use over the limit is counted too, which moves nothing: windows
 * have fixed ends.
 *
 * It fails open: a counter must not stop what it counts.
 *
 * @param subject whose use it is: a uuid, two of them, the hash of an address.
 * @returns undefined if the counter could not be written; then a metric says so.
 */
export async function countUse(name: LimitName, subject: string): Promise<Use | undefined> {
  const limit = limitOf(name);
  const now = Date.now();
  const window = Math.floor(now / 1000 / limit.window_s);
  const ends = (window + 1) * limit.window_s;
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: limitKey(subject, name, window),
        UpdateExpression: 'ADD used :one SET expires_at = :ends',
        ExpressionAttributeValues: { ':one': 1, ':ends': ends },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return { ...limit, name, used: Number(Attributes?.used), reset_s: Math.ceil(ends - now / 1000) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    logUncounted(currentOperation() ?? '', name);
    return undefined;
  }
}

/** @returns whether a use is beyond its limit. One that was not counted is not. */
export const isOver = (use: Use | undefined): use is Use => use !== undefined && use.used > use.limit;

/**
 * Counts a use and refuses it beyond the limit.
 *
 * @throws RateLimited with the seconds until the window ends.
 */
export async function spend(name: LimitName, subject: string): Promise<Use | undefined> {
  const use = await countUse(name, subject);
  if (isOver(use)) throw new RateLimited(use.reset_s);
  return use;
}
