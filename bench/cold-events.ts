import { createMessageKey } from '../client/message-key.ts';
import { operations } from '../shared/contract/operations.ts';
import type { OperationName } from '../shared/contract/routes.ts';
import { createStranger, type Person } from '../test/accounts.ts';
import { type Call, toEvent } from '../test/call.ts';
import { type Conversation, createConversation } from '../test/conversations.ts';
import { subscriptionOf } from '../test/push-service.ts';
import { textOf } from './people.ts';
import { messageEvent } from './stream-event.ts';

/**
 * Makes a real event for each function that can answer without AWS, by function name. Each cold start gets a new
 * event: a send needs a fresh idempotency key.
 */
export async function prepareEvents(): Promise<Record<string, () => unknown>> {
  const others = { stranger: await createStranger(), leaver: await createStranger() };
  const conversation = await createConversation([1, 2, 3, 4].map(textOf), createStranger);
  const names = Object.keys(operations) as OperationName[];
  const http = names.map((name) => [
    name,
    () => toEvent(name, { as: conversation.ann, ...sentTo(name, conversation, others) }),
  ]);
  const { ann, ben, message_group_uuid, cursors } = conversation;
  return {
    ...Object.fromEntries(http),
    project: () => messageEvent(message_group_uuid, [ann.uuid, ben.uuid], cursors.slice(-1)),
  };
}

/** What each operation is asked, by somebody of a conversation of four messages in turn. */
function sentTo(
  name: OperationName,
  { ann, ben, message_group_uuid, cursors }: Conversation,
  { stranger, leaver }: Record<'stranger' | 'leaver', Person>,
): Call {
  const [oldest = '', theirs = '', deleted = '', newest = ''] = cursors;
  const params = { message_group_uuid };
  const message = (cursor: string) => ({
    message_group_uuid,
    message_uuid: cursor.slice(cursor.indexOf('#') + 1),
  });
  const ofMessage = { params: message(oldest) };
  const ofReaction = { params: { ...message(newest), emoji: '👍' } };
  const sent: Record<OperationName, Call> = {
    listMessageGroups: {},
    getMessageGroup: { params },
    updateMessageGroup: { params, body: { pinned: true } },
    listMessages: { params },
    sendMessage: {
      body: { message: textOf(1), message_group_uuid },
      headers: { 'idempotency-key': createMessageKey(Date.now()) },
    },
    editMessage: { ...ofMessage, body: { message: textOf(2) } },
    deleteMessage: { params: message(deleted) },
    listEdits: ofMessage,
    hideMessage: { params: message(theirs) },
    addReaction: ofReaction,
    removeReaction: ofReaction,
    listChanges: { params, query: { since: new Date(Date.now() - 60_000).toISOString() } },
    markRead: { params, body: { cursor: newest } },
    getUserShort: { params: { handle: ben.handle } },
    searchUsers: { query: { q: 'an' } },
    getMe: {},
    updateMe: { body: { display_name: ann.display_name } },
    registerMe: { body: {} },
    eraseMe: { as: leaver, body: { messages: 'keep' } },
    blockUser: { params: { user_uuid: stranger.uuid } },
    unblockUser: { params: { user_uuid: stranger.uuid } },
    listBlocks: {},
    getPushKey: {},
    subscribePush: {
      params: { device_uuid: ann.uuid },
      body: subscriptionOf('http://127.0.0.1:9/device'),
    },
    unsubscribePush: {},
    createReport: { body: { message_group_uuid, reason: 'spam' } },
    searchMessages: { query: { q: 'hello' } },
    exportMe: {},
    listLimits: {},
    listHomeActivities: {},
    checkUsersHealth: {},
    checkMessagingHealth: {},
  };
  return sent[name];
}
