import { renameInMessageGroups, renameInRow } from '../dynamo/message-groups.ts';
import { StoreUnavailable } from '../errors.ts';
import { findDisplayName } from '../postgres/users.ts';

/** A message group row that shows a user: that of another member. */
export interface RowShowing {
  member_uuid: string;
  message_group_uuid: string;
}

/**
 * Shows a user's display name in the rows of everyone who talks to them.
 *
 * @throws StoreUnavailable if a store is down or the name does not come to rest; repeating it is safe.
 */
export const showDisplayName = (userUuid: string, displayName: string): Promise<void> =>
  untilShown(userUuid, displayName, async (name) => {
    await renameInMessageGroups(userUuid, name);
    return true;
  });

/** The same in one row. It costs one read, or more if the name differs, however many people the user talks to. */
export const showDisplayNameInRow = (
  userUuid: string,
  displayName: string,
  { member_uuid, message_group_uuid }: RowShowing,
): Promise<void> =>
  untilShown(userUuid, displayName, (name) => renameInRow(member_uuid, message_group_uuid, name));

/**
 * Postgres has the last word: if the name changed while an older one was written, the newer one is shown too, so that
 * of two renames at once neither leaves a mixture. A rename that comes after a row was written finds the row itself.
 */
async function untilShown(
  userUuid: string,
  displayName: string,
  show: (displayName: string) => Promise<boolean>,
): Promise<void> {
  let present: string | undefined = displayName;
  for (let round = 0; round < 5 && present !== undefined; round++) {
    const shown: string = present;
    if (!(await show(shown))) return;
    present = await findDisplayName(userUuid);
    if (present === shown) return;
  }
  throw new StoreUnavailable();
}
