import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createMessageKey } from '../client/message-key.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markRead } from '../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { handler as project } from '../services/stream/project.ts';
import type { OperationName } from '../shared/contract/routes.ts';
import { getRow, type MessageGroupRow, updateRow } from '../shared/dynamo/message-groups.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { createStranger } from '../test/accounts.ts';
import { type Call, context, toEvent } from '../test/call.ts';
import { createConversation, storeText } from '../test/conversations.ts';
import {
  bareFirstSend,
  bareListMessageGroups,
  bareListMessages,
  bareMarkRead,
  bareProject,
  bareSend,
} from './bare.ts';
import { addMessage, createReceiver, textOf } from './people.ts';
import { messageEvent } from './stream-event.ts';

/** A function and the bare calls of its pattern, each prepared for its n-th call. */
export interface Pair {
  pattern: string;
  /** Undoes what the function did, so that the next call does it again; not timed. */
  reset?(): Promise<unknown>;
  handler(n: number): Promise<unknown>;
  bare(n: number): Promise<unknown>;
}

export async function preparePairs(calls: number): Promise<Pair[]> {
  return [
    await pageOfMessages(),
    await pageOfGroups(),
    await firstSend(calls, 'C', 'read again'),
    await firstSend(calls, 'C, names read once', 'read once'),
    ...(await nextSends()),
    await readMarker(),
    await projection(),
  ];
}

async function pageOfMessages(): Promise<Pair> {
  const { ann, message_group_uuid } = await createConversation(texts(40));
  const sent = { as: ann, params: { message_group_uuid } };
  return {
    pattern: 'A, 20',
    handler: () => ask(listMessages, 'listMessages', sent),
    bare: () => bareListMessages(ann, message_group_uuid),
  };
}

async function pageOfGroups(): Promise<Pair> {
  const ann = await createStranger();
  for (let n = 0; n < 25; n++) await storeText(await createReceiver(), ann, textOf(n));
  return {
    pattern: 'B, 20',
    handler: () => ask(listMessageGroups, 'listMessageGroups', { as: ann }),
    bare: () => bareListMessageGroups(ann),
  };
}

async function firstSend(calls: number, pattern: string, names: 'read again' | 'read once'): Promise<Pair> {
  const ann = await createStranger();
  const receivers = await Promise.all(Array.from({ length: 2 * calls }, createReceiver));
  const handleOf = (n: number) => receivers[n]?.handle ?? '';
  return {
    pattern,
    handler: (n) =>
      ask(sendMessage, 'sendMessage', {
        as: ann,
        headers: { 'idempotency-key': createMessageKey(Date.now()) },
        body: bodyTo({ handle: handleOf(n) }),
      }),
    bare: (n) => bareFirstSend(ann, handleOf(calls + n), names),
  };
}

async function nextSends(): Promise<Pair[]> {
  const { ann, ben, message_group_uuid } = await createConversation();
  const send = (rest: Call) =>
    ask(sendMessage, 'sendMessage', { as: ann, body: bodyTo({ message_group_uuid }), ...rest });
  return [
    {
      pattern: 'D with a key',
      handler: () => send({ headers: { 'idempotency-key': createMessageKey(Date.now()) } }),
      bare: () => bareSend(ann, ben, message_group_uuid),
    },
    {
      pattern: 'D without a key',
      handler: () => send({}),
      bare: () => bareSend(ann, ben, message_group_uuid),
    },
  ];
}

async function readMarker(): Promise<Pair> {
  const { ann, ben, message_group_uuid } = await createConversation(texts(18));
  const cursor = await addMessage(ann, ben, message_group_uuid);
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  const before = await rowOf(ben, message_group_uuid);
  const params = { message_group_uuid };
  return {
    pattern: 'read marker, 10 unread',
    reset: async () => {
      const { unread_count, unread_times, unread_since, counted_to } = before;
      const unread = { unread_count, unread_times, unread_since, counted_to };
      const row = await rowOf(ben, message_group_uuid);
      await updateRow(ben.uuid, row, { read_to: undefined, ...unread });
    },
    handler: () => ask(markRead, 'markRead', { as: ben, params, body: { cursor } }),
    bare: () => bareMarkRead(ann, message_group_uuid, cursor),
  };
}

async function projection(): Promise<Pair> {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(texts(20));
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  const event = messageEvent(message_group_uuid, [ann.uuid, ben.uuid], cursors.slice(-1));
  return {
    pattern: 'projection, 1 group',
    // As if the newest message were not there yet.
    reset: async () => {
      const earlier = { message: textOf(1), last_message_at: new Date(0).toISOString() };
      for (const { uuid } of [ann, ben])
        await updateRow(uuid, await rowOf({ uuid }, message_group_uuid), earlier);
    },
    handler: () => project(event),
    bare: () => bareProject(ann, ben, message_group_uuid),
  };
}

const rowOf = async ({ uuid }: { uuid: string }, group: string) =>
  (await getRow(uuid, group, { consistent: true })) as MessageGroupRow;

const texts = (count: number) => Array.from({ length: count }, (_, n) => textOf(n));

const bodyTo = (receiver: { handle: string } | { message_group_uuid: string }) => ({
  message: textOf(1),
  ...receiver,
});

/** Calls a function as API Gateway does. Only status 200 counts as a measurement. */
async function ask(
  handler: (
    event: ReturnType<typeof toEvent>,
    context_: ReturnType<typeof context>,
  ) => Promise<APIGatewayProxyStructuredResultV2>,
  name: OperationName,
  sent: Call,
): Promise<void> {
  const { statusCode } = await handler(toEvent(name, sent), context());
  if (statusCode !== 200) throw new Error(`${name} answered ${statusCode}.`);
}
