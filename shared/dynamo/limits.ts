import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { currentOperation, recordUse } from '../edge/metering.ts';
import { RateLimited, RequestError } from '../errors.ts';
import { type LimitName, limitOf, type Use } from '../limits.ts';
import { logUncounted } from '../log.ts';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { type Key, limitKey } from './keys.ts';

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
  return count(name, subject, async ({ key, ends }) => {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: 'ADD used :one SET expires_at = :ends',
        ExpressionAttributeValues: { ':one': 1, ':ends': ends },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.used);
  });
}

/**
 * Counts different things, each once in a window: an update that adds them to a set, 1 to 4 WCU by the size of the set.
 * Beyond the limit nothing is added.
 *
 * @param things uuids; 24 bits of each are kept.
 * @throws RateLimited with the seconds until the window ends, also for things that were counted before.
 */
export async function spendOnce(name: LimitName, subject: string, things: readonly string[]): Promise<void> {
  if (things.length === 0) return;
  const { limit } = limitOf(name);
  const marks = things.map((uuid) => Buffer.from(uuid.slice(0, 6), 'hex').toString('base64url'));
  const use = await count(name, subject, async ({ key, ends }) => {
    let used = limit + 1;
    await writeIfConditionHolds(async () => {
      const { Attributes } = await documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: key,
          UpdateExpression: 'ADD seen :marks SET expires_at = :ends',
          ConditionExpression: 'attribute_not_exists(seen) OR size(seen) < :limit',
          ExpressionAttributeValues: { ':marks': new Set(marks), ':ends': ends, ':limit': limit },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      // The last answer before the limit may go beyond it.
      used = Math.min(limit, Attributes?.seen.size);
    });
    return used;
  });
  refuseOver(use);
}

/** How much of a limit is used, without counting: 0.5 RCU. */
export async function readUse(name: LimitName, subject: string): Promise<Use> {
  const { key, ...window } = windowOf(name, subject);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key }));
  return toUse(name, window, Math.min(Item?.used ?? Item?.seen?.size ?? 0, limitOf(name).limit));
}

/** Forgets what was used in the present window. */
export async function resetUse(name: LimitName, subject: string): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: tableName, Key: windowOf(name, subject).key }));
}

/** Fails open. */
async function count(
  name: LimitName,
  subject: string,
  add: (window: Window) => Promise<number>,
): Promise<Use | undefined> {
  const window = windowOf(name, subject);
  try {
    const use = toUse(name, window, await add(window));
    recordUse(use);
    return use;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    logUncounted(currentOperation() ?? '', name);
    return undefined;
  }
}

/** A limit's present window for a subject: the key of its counter, and its end in seconds since 1970. */
interface Window {
  key: Key;
  ends: number;
  now: number;
}

function windowOf(name: LimitName, subject: string): Window {
  const { window_s } = limitOf(name);
  const now = Date.now() / 1000;
  const window = Math.floor(now / window_s);
  return { key: limitKey(subject, name, window), ends: (window + 1) * window_s, now };
}

const toUse = (name: LimitName, { ends, now }: Omit<Window, 'key'>, used: number): Use => ({
  ...limitOf(name),
  name,
  used,
  reset_s: Math.ceil(ends - now),
});

/** @returns whether a use is beyond its limit. One that was not counted is not. */
export const isOver = (use: Use | undefined): use is Use => use !== undefined && use.used > use.limit;

/**
 * Counts a use and refuses it beyond the limit.
 *
 * @throws RateLimited with the seconds until the window ends.
 */
export async function spend(name: LimitName, subject: string): Promise<Use | undefined> {
  const use = await countUse(name, subject);
  refuseOver(use);
  return use;
}

function refuseOver(use: Use | undefined): void {
  if (isOver(use)) throw new RateLimited(use.reset_s);
}
