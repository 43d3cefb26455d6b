import { listHomeActivities } from './activities.ts';
import { blockUser, listBlocks, unblockUser } from './blocks.ts';
import { exportMe } from './exports.ts';
import { checkMessagingHealth, checkUsersHealth } from './health.ts';
import { listLimits } from './limits.ts';
import { deleteMessage, editMessage, hideMessage, listChanges, listEdits } from './message-changes.ts';
import { getMessageGroup, listMessageGroups, markRead, updateMessageGroup } from './message-groups.ts';
import { listMessages, sendMessage } from './messages.ts';
import type { Operation } from './operation.ts';
import { getPushKey, subscribePush, unsubscribePush } from './push-subscriptions.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { createReport } from './reports.ts';
import type { OperationName } from './routes.ts';
import { searchMessages } from './search.ts';
import { eraseMe, getMe, getUserShort, registerMe, searchUsers, updateMe } from './users.ts';

/** All operations by name, for code that needs every one. A handler imports only its own. */
export const operations = {
  listMessageGroups,
  getMessageGroup,
  updateMessageGroup,
  listMessages,
  sendMessage,
  editMessage,
  deleteMessage,
  listEdits,
  hideMessage,
  addReaction,
  removeReaction,
  listChanges,
  markRead,
  getUserShort,
  searchUsers,
  getMe,
  updateMe,
  registerMe,
  eraseMe,
  blockUser,
  unblockUser,
  listBlocks,
  getPushKey,
  subscribePush,
  unsubscribePush,
  createReport,
  searchMessages,
  exportMe,
  listLimits,
  listHomeActivities,
  checkUsersHealth,
  checkMessagingHealth,
} as const satisfies { [Name in OperationName]: Operation & { name: Name } };
