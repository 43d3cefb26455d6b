import { randomUUID } from 'node:crypto';
import { createMessageKey } from '../client/message-key.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markReadHandler } from '../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { itemBytes, readUnits, writeUnits } from '../shared/dynamo/item-size.ts';
import { messageGroupsOf, messagesOf } from '../shared/dynamo/keys.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { metered } from '../shared/edge/metering.ts';
import { createStranger } from '../test/accounts.ts';
import { type Answer, call, unitsOf } from '../test/call.ts';
import { createConversation, storeText } from '../test/conversations.ts';
import { itemsOf } from '../test/table.ts';
import { originalFirstSend, originalList, originalSend } from './original.ts';
import { addMessage, createReceiver, textOf } from './people.ts';

/** Read and write units. */
export interface Units {
  rcu: number;
  wcu: number;
}

/** Capacity of one pattern, measured three ways. */
export interface Row {
  pattern: string;
  minimum: Units;
  ours: Units;
  /** Undefined if the original lacks the pattern. */
  original?: Units | undefined;
}

export async function pageOfMessages(size: number): Promise<Row> {
  const { ann, message_group_uuid } = await createConversation(
    Array.from({ length: size }, (_, n) => textOf(n)),
  );
  const page = await itemsOf(messagesOf(message_group_uuid));
  const [row] = await itemsOf(messageGroupsOf(ann.uuid));
  for (const item of page) await originalSend(ann, message_group_uuid, String(item.message));
  return {
    pattern: `A, ${size}`,
    minimum: { rcu: readUnits(bytes(page)) + readUnits(bytes([row ?? {}])), wcu: 0 },
    ours: await spentBy(
      call(listMessages, 'listMessages', {
        as: ann,
        params: { message_group_uuid },
        query: { limit: String(size) },
      }),
    ),
    original: await spentIn(() => originalList(`MSG#${message_group_uuid}`, size)),
  };
}

export async function pageOfGroups(size: number): Promise<Row> {
  const ann = await createStranger();
  for (let n = 0; n < size; n++) {
    const other = await createReceiver();
    await storeText(other, ann, textOf(n), Date.now() - n * 1000);
    await originalFirstSend(other, ann, randomUUID(), textOf(n));
  }
  const page = await itemsOf(messageGroupsOf(ann.uuid));
  const query = { limit: String(size) };
  return {
    pattern: `B, ${size}`,
    minimum: { rcu: readUnits(bytes(page)), wcu: 0 },
    ours: await spentBy(call(listMessageGroups, 'listMessageGroups', { as: ann, query })),
    original: await spentIn(() => originalList(`GRP#${ann.uuid}`, size)),
  };
}

export async function firstMessage(): Promise<Row> {
  const [ann, ben] = [await createStranger(), await createReceiver()];
  const body = { message: textOf(1), handle: ben.handle };
  const answer = await call(sendMessage, 'sendMessage', {
    as: ann,
    body,
    headers: keyed(createMessageKey(Date.now())),
  });
  const group = answer.body.message_group_uuid;
  const [message] = await itemsOf(messagesOf(group));
  const rows = [...(await itemsOf(messageGroupsOf(ann.uuid))), ...(await itemsOf(messageGroupsOf(ben.uuid)))];
  return {
    pattern: 'C',
    minimum: { rcu: 0, wcu: writes(message) + rows.reduce((total, row) => total + 2 * writes(row), 0) },
    ours: await spentBy(answer),
    original: await spentIn(() => originalFirstSend(ann, ben, group, textOf(1))),
  };
}

export const nextMessages = async (): Promise<Row[]> => [
  await nextMessage('D with a key', () => createMessageKey(Date.now())),
  await nextMessage('D with another key', () => 'key'),
  await nextMessage('D without a key', () => undefined),
];

async function nextMessage(pattern: string, makeKey: () => string | undefined): Promise<Row> {
  const { ann, message_group_uuid } = await createConversation();
  const [row] = await itemsOf(messageGroupsOf(ann.uuid));
  const [message] = await itemsOf(messagesOf(message_group_uuid));
  const body = { message: textOf(1), message_group_uuid };
  return {
    pattern,
    minimum: { rcu: readUnits(bytes([row ?? {}])), wcu: writes(message) },
    ours: await spentBy(call(sendMessage, 'sendMessage', { as: ann, body, headers: keyed(makeKey()) })),
    original: await spentIn(() => originalSend(ann, message_group_uuid, textOf(1))),
  };
}

export async function readMarker(unread: number): Promise<Row> {
  const { ann, ben, message_group_uuid, cursors } = await createConversation();
  for (let n = 0; n < unread; n++) await addMessage(ann, ben, message_group_uuid, Date.now() - unread + n);
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  const newest = (await itemsOf(messagesOf(message_group_uuid))).slice(-1);
  const [row] = await itemsOf(messageGroupsOf(ben.uuid));
  return {
    pattern: `read marker, ${unread} unread`,
    minimum: {
      rcu: readUnits(bytes([row ?? {}]), strong) + readUnits(bytes(newest), strong),
      wcu: 2 * writes(row),
    },
    ours: await spentBy(
      call(markReadHandler, 'markRead', {
        as: ben,
        params: { message_group_uuid },
        body: { cursor: cursors[0] },
      }),
    ),
  };
}

/** Capacity that `work` consumes through the shared client. */
export function spentIn(work: () => Promise<unknown>): Promise<Units> {
  return metered(async (consumption) => {
    await work();
    return { rcu: consumption.readUnits, wcu: consumption.writeUnits };
  });
}

/** Capacity that an answer reports as consumed. */
export async function spentBy(answer: Answer<unknown> | Promise<Answer<unknown>>): Promise<Units> {
  const { status, ...rest } = await answer;
  if (status !== 200) throw new Error(`The function answered ${status}.`);
  return unitsOf({ status, ...rest });
}

export const keyed = (key: string | undefined) =>
  (key ? { 'idempotency-key': key } : {}) as Record<string, string>;

type Item = Record<string, unknown>;

const strong = { consistent: true };
const bytes = (items: Item[]) => items.reduce((total, item) => total + itemBytes(item), 0);
const writes = (item: Item = {}) => writeUnits(itemBytes(item));
