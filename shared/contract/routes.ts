/**
 * The method and path of every operation, under the operation's name: the name of its handler's file, in camel case.
 * Kept apart from the schemas, so that a client bundle contains routes only.
 */
export const routes = {
  listMessageGroups: 'GET /api/message_groups',
  getMessageGroup: 'GET /api/message_groups/{message_group_uuid}',
  updateMessageGroup: 'PUT /api/message_groups/{message_group_uuid}',
  listMessages: 'GET /api/messages/{message_group_uuid}',
  sendMessage: 'POST /api/messages',
  editMessage: 'PUT /api/messages/{message_group_uuid}/{message_uuid}',
  deleteMessage: 'DELETE /api/messages/{message_group_uuid}/{message_uuid}',
  listEdits: 'GET /api/messages/{message_group_uuid}/{message_uuid}/edits',
  hideMessage: 'PUT /api/messages/{message_group_uuid}/{message_uuid}/hidden',
  addReaction: 'PUT /api/messages/{message_group_uuid}/{message_uuid}/reactions/{emoji}',
  removeReaction: 'DELETE /api/messages/{message_group_uuid}/{message_uuid}/reactions/{emoji}',
  listChanges: 'GET /api/messages/{message_group_uuid}/changes',
  markRead: 'PUT /api/message_groups/{message_group_uuid}/read',
  getUserShort: 'GET /api/users/{handle}/short',
  searchUsers: 'GET /api/users',
  getMe: 'GET /api/me',
  updateMe: 'PUT /api/me',
  registerMe: 'POST /api/me',
  exportMe: 'GET /api/me/export',
  eraseMe: 'DELETE /api/me',
  blockUser: 'PUT /api/blocks/{user_uuid}',
  unblockUser: 'DELETE /api/blocks/{user_uuid}',
  listBlocks: 'GET /api/blocks',
  getPushKey: 'GET /api/push_subscriptions/key',
  subscribePush: 'PUT /api/push_subscriptions/{device_uuid}',
  unsubscribePush: 'DELETE /api/push_subscriptions',
  createReport: 'POST /api/reports',
  searchMessages: 'GET /api/search',
  listLimits: 'GET /api/limits',
  listHomeActivities: 'GET /api/activities/home',
  checkUsersHealth: 'GET /api/health/users',
  checkMessagingHealth: 'GET /api/health/messaging',
} as const satisfies Record<string, `${Method} /api/${string}`>;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type OperationName = keyof typeof routes;

/** The two halves of a route. */
export function routeOf(name: OperationName): { method: Method; path: string } {
  const [method, path] = routes[name].split(' ') as [Method, string];
  return { method, path };
}
