import { renameInMessageGroups } from '../dynamo/message-groups.ts';
import { StoreUnavailable } from '../errors.ts';
import { findDisplayName } from '../postgres/users.ts';

/**
 * Shows a user's display name in the rows of everyone who talks to them. Postgres has the last word: if the
 * name changed meanwhile, the newer one is shown too, so that of two renames at once neither leaves a mixture.
 *
 * @throws StoreUnavailable if a store is down or the name does not come to rest; repeating it is safe.
 */
export async function showDisplayName(userUuid: string, displayName: string): Promise<void> {
  let shown: string | undefined;
  let present: string | undefined = displayName;
  for (let round = 0; round < 5 && present !== undefined; round++) {
    await renameInMessageGroups(userUuid, present);
    shown = present;
    present = await findDisplayName(userUuid);
    if (present === shown) return;
  }
  throw new StoreUnavailable();
}
