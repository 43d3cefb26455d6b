import { createMessageKey } from '../client/message-key.ts';
import { operations } from '../shared/contract/operations.ts';
import type { OperationName } from '../shared/contract/routes.ts';
import { type Call, toEvent } from '../test/call.ts';
import { type Conversation, createConversation } from '../test/conversations.ts';
import { textOf } from './people.ts';
import { messageEvent } from './stream-event.ts';

/**
 * Makes a real event for each function that can answer without AWS, by function name. Each cold start gets a new
 * event: a send needs a fresh idempotency key.
 */
export async function prepareEvents(): Promise<Record<string, () => unknown>> {
  const conversation = await createConversation([textOf(1), textOf(2), textOf(3)]);
  const names = Object.keys(operations) as OperationName[];
  const http = names.map((name) => [
    name,
    () => toEvent(name, { as: conversation.ann, ...sentTo(name, conversation) }),
  ]);
  const { ann, ben, message_group_uuid, cursors } = conversation;
  return {
    ...Object.fromEntries(http),
    project: () => messageEvent(message_group_uuid, [ann.uuid, ben.uuid], cursors.slice(-1)),
  };
}

function sentTo(name: OperationName, { ben, message_group_uuid, cursors }: Conversation): Call {
  const params = { message_group_uuid };
  const sent: Partial<Record<OperationName, Call>> = {
    listMessages: { params },
    sendMessage: {
      body: { message: textOf(1), message_group_uuid },
      headers: { 'idempotency-key': createMessageKey(Date.now()) },
    },
    markRead: { params, body: { cursor: cursors[0] } },
    getUserShort: { params: { handle: ben.handle } },
    searchUsers: { query: { q: 'an' } },
    updateMe: { body: { display_name: 'Ann' } },
    registerMe: { body: {} },
  };
  return sent[name] ?? {};
}
