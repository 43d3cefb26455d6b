import type { OperationName } from '../../shared/contract/routes.ts';
import { blockUser, listBlocks, unblockUser } from './blocks.ts';
import { exportMe } from './exports.ts';
import * as health from './health.ts';
import * as messageChanges from './message-changes.ts';
import * as messageGroups from './message-groups.ts';
import * as messages from './messages.ts';
import { getPushKey, subscribePush, unsubscribePush } from './push-subscriptions.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { createReport } from './reports.ts';
import { searchMessages } from './search.ts';
import * as users from './users.ts';
import type { WorstCase } from './worst-case.ts';

/** The worst cases of every operation; an operation that is missing does not compile. */
export const worstCases: { readonly [Name in OperationName]: readonly WorstCase[] } = {
  ...messageChanges,
  ...messageGroups,
  ...messages,
  addReaction,
  removeReaction,
  ...users,
  ...health,
  blockUser,
  unblockUser,
  listBlocks,
  getPushKey,
  subscribePush,
  unsubscribePush,
  createReport,
  searchMessages,
  exportMe,
};
