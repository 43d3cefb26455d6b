import type { ListName } from '../contract/message-groups.ts';

export { messageGroupUuid } from '../contract/message-group-uuid.ts';

/** The primary key of an item of `cruddur-messages`. This file is the only one that builds key strings. */
export interface Key {
  pk: string;
  sk: string;
}

/** The index of message group rows by the list in which their member finds them, sorted by their last message. */
export const GROUPS_BY_LIST = 'message-groups-by-list';

/** The index of a user's message groups with unread messages, sorted by the time of the first unread one. */
export const UNREAD_GROUPS = 'unread-message-groups';

/** The sparse index of changed messages, by group and time of the last change. */
export const MESSAGE_CHANGES = 'message-changes';

/** The partition of a user's message group rows. */
export const messageGroupsOf = (userUuid: string) => `GRP#${userUuid}`;

/** The `list` of a row, which is the partition of its entry in GROUPS_BY_LIST. */
export const listKey = (name: ListName, userUuid: string) => `${name}#${userUuid}`;

/** The name in a row's `list`. */
export const nameOfList = (list: string): ListName => list.slice(0, list.indexOf('#')) as ListName;

/** One member's row of a message group. */
export const messageGroupKey = (userUuid: string, messageGroupUuid: string): Key => ({
  pk: messageGroupsOf(userUuid),
  sk: messageGroupUuid,
});

/** The partition of a message group's messages. */
export const messagesOf = (messageGroupUuid: string) => `MSG#${messageGroupUuid}`;

/** The place of a message in its group, which is also its cursor: string order is time order. */
export const messageCursor = (createdAt: string, messageUuid: string) => `${createdAt}#${messageUuid}`;

/** The time of a cursor, as in `created_at`. */
export const timeOfCursor = (cursor: string) => cursor.slice(0, 24);

export const messageKey = (messageGroupUuid: string, cursor: string): Key => ({
  pk: messagesOf(messageGroupUuid),
  sk: cursor,
});

/** The partition of the earlier texts of a message group's messages. */
export const editsOf = (messageGroupUuid: string) => `EDT#${messageGroupUuid}`;

/** What the keys of a message's earlier texts begin with. Two groups may have messages of one uuid. */
export const editsOfMessage = (messageUuid: string) => `${messageUuid}#`;

/** An earlier text of a message, by the time of the edit that replaced it. */
export const editKey = (messageGroupUuid: string, messageUuid: string, replacedAt: string): Key => ({
  pk: editsOf(messageGroupUuid),
  sk: `${editsOfMessage(messageUuid)}${replacedAt}`,
});

/** The partition of the receipts of a user's sends. */
export const receiptsOf = (userUuid: string) => `SND#${userUuid}`;

/** The receipt of a send, by the sender's idempotency key. */
export const receiptKey = (userUuid: string, idempotencyKey: string): Key => ({
  pk: receiptsOf(userUuid),
  sk: idempotencyKey,
});

/** The partition of a user's WebSocket connections. */
export const connectionsOf = (userUuid: string) => `CON#${userUuid}`;

export const connectionKey = (userUuid: string, connectionId: string): Key => ({
  pk: connectionsOf(userUuid),
  sk: connectionId,
});

/** A connection's second item, for lookups by id without the user. */
export const connectionOwnerKey = (connectionId: string): Key => ({
  pk: `CID#${connectionId}`,
  sk: 'owner',
});

/** What a job does: shows a new display name, or erases an account. */
export type JobKind = 'rename' | 'erase';

/** The partition of the jobs of one kind, one for each user. */
export const jobsOf = (kind: JobKind) => `JOB#${kind}`;

export const isJobPartition = (pk: string): boolean => pk.startsWith('JOB#');

/** The job of which a key is; undefined for an item of another kind. */
export function jobOfKey({ pk, sk }: Key): { kind: JobKind; user_uuid: string } | undefined {
  return isJobPartition(pk) ? { kind: pk.slice('JOB#'.length) as JobKind, user_uuid: sk } : undefined;
}

export const jobKey = (kind: JobKind, userUuid: string): Key => ({ pk: jobsOf(kind), sk: userUuid });

/** The partition of the people whom a user blocks. */
export const blocksOf = (userUuid: string) => `BLK#${userUuid}`;

export const blockKey = (blockerUuid: string, blockedUuid: string): Key => ({
  pk: blocksOf(blockerUuid),
  sk: blockedUuid,
});

/** The partition of the people who block a user. */
export const blockersOf = (userUuid: string) => `BLD#${userUuid}`;

/** A block's second item, to be found by the blocked. */
export const blockerKey = (blockedUuid: string, blockerUuid: string): Key => ({
  pk: blockersOf(blockedUuid),
  sk: blockerUuid,
});

/** The partition of the devices to which web push goes for a user. */
export const subscriptionsOf = (userUuid: string) => `PSH#${userUuid}`;

export const subscriptionKey = (userUuid: string, deviceUuid: string): Key => ({
  pk: subscriptionsOf(userUuid),
  sk: deviceUuid,
});

/** The partition of the counters of a subject: a user, a connection, an address. */
export const limitsOf = (subject: string) => `LIM#${subject}`;

/** The counter of a limit for one subject in one window of time. */
export const limitKey = (subject: string, name: string, window: number): Key => ({
  pk: limitsOf(subject),
  sk: `${name}#${window}`,
});

/** How many messages of a request are sent. It counts like a limit, and never expires. */
export const requestKey = (senderUuid: string, messageGroupUuid: string): Key => ({
  pk: `LIM#${senderUuid}`,
  sk: `request#${messageGroupUuid}`,
});

/** The message group that a message item's partition key names, or undefined for an item of another kind. */
export function messageGroupOfPartition(pk: string): string | undefined {
  return pk.startsWith('MSG#') ? pk.slice('MSG#'.length) : undefined;
}

/** The user whose message group rows a partition key names, or undefined for an item of another kind. */
export function userOfPartition(pk: string): string | undefined {
  return pk.startsWith('GRP#') ? pk.slice('GRP#'.length) : undefined;
}

/** What an item of the table is, and whose: the uuid after the prefix of its partition key. */
export function partOf(pk: string): { kind: ItemKind; uuid: string } | undefined {
  const kind = kinds[pk.slice(0, 4)];
  return kind && { kind, uuid: pk.slice(4) };
}

export type ItemKind = 'row' | 'message' | 'edit' | 'receipt';

const kinds: Record<string, ItemKind> = {
  'GRP#': 'row',
  'MSG#': 'message',
  'EDT#': 'edit',
  'SND#': 'receipt',
};
