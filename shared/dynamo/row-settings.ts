import { isDeepStrictEqual } from 'node:util';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { ListName } from '../contract/message-groups.ts';
import { MessageGroupNotFound, TooManyPinned } from '../errors.ts';
import { documents, tableName } from './client.ts';
import { untilWritten, writeIfUnchanged } from './condition.ts';
import { listKey, messageGroupKey, nameOfList } from './keys.ts';
import { countListed } from './list-message-groups.ts';
import { getRow, type MessageGroupRow, rowUpdate, textOf, updateRow } from './message-groups.ts';
import { cursorOf, findNewestMessage } from './messages.ts';
import { deriveMarked } from './read-marker.ts';
import { timesOf, unreadSince } from './unread.ts';

/** What a member may change of their own row; what is absent stays. */
export interface RowSettings {
  list?: 'inbox' | 'archived' | undefined;
  /** An instant; null ends it. */
  muted_until?: string | null | undefined;
  /** Pinned groups are a list of their own, so this takes a group out of the archive, too. */
  pinned?: boolean | undefined;
  /** Deletes the conversation up to its newest message for this member. */
  cleared?: true | undefined;
}

/** More would not leave room for the inbox. */
export const MAX_PINNED = 5;

/**
 * Changes the caller's own row over the version that was read. Idempotent. Whoever takes a request into the inbox, or pins
 * it, accepts it, which is the one thing that the other row tells, too.
 *
 * @returns the row as it is then.
 * @throws MessageGroupNotFound if the caller is not a member.
 * @throws TooManyPinned The index that counts them follows a second later, so that several at once may make more than MAX_PINNED.
 */
export async function changeRow(
  userUuid: string,
  messageGroupUuid: string,
  settings: RowSettings,
): Promise<MessageGroupRow> {
  // Found once: what comes while a lost race is repeated is not deleted.
  let end: string | undefined;
  return untilWritten(async () => {
    const row = await getRow(userUuid, messageGroupUuid, { consistent: true });
    if (!row) throw new MessageGroupNotFound();
    const list = listAfter(row, settings);
    if (list === 'pinned' && !isIn(row, 'pinned')) await refuseSixth(userUuid);
    const isRepeated = end !== undefined;
    if (settings.cleared) end ??= await endOf(row);
    const moved = { ...row, list: listKey(list, userUuid) };
    const isAccepting = row.request === 'received' && ['inbox', 'pinned'].includes(list);
    const changes = differing(row, {
      list: moved.list,
      ...(isAccepting && { request: undefined }),
      unread_since: unreadSince(moved, timesOf(row)),
      ...(settings.muted_until !== undefined && { muted_until: settings.muted_until ?? undefined }),
      ...(end && (await clear(userUuid, moved, end, isRepeated))),
    });
    if (Object.keys(changes).length === 0) return row;
    const isWritten = await writeIfUnchanged(() =>
      isAccepting ? accept(userUuid, row, changes) : updateRow(userUuid, row, changes),
    );
    return isWritten ? { ...row, ...changes } : undefined;
  });
}

/** Both rows tell of a request. The other row's version makes a projection fail that has read it before. */
async function accept(
  userUuid: string,
  row: MessageGroupRow,
  changes: Partial<MessageGroupRow>,
): Promise<void> {
  const Update = {
    TableName: tableName,
    Key: messageGroupKey(row.user_uuid, row.message_group_uuid),
    UpdateExpression: 'REMOVE #request ADD version :one',
    ExpressionAttributeNames: { '#request': 'request' },
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':one': 1 },
  };
  const own = { Update: rowUpdate(userUuid, row, changes) };
  await documents.send(new TransactWriteCommand({ TransactItems: [own, { Update }] }));
}

const isIn = ({ list }: MessageGroupRow, name: ListName) => list !== undefined && nameOfList(list) === name;

function listAfter(row: MessageGroupRow, { list, pinned }: RowSettings): ListName {
  const before = row.list === undefined ? 'inbox' : nameOfList(row.list);
  if (pinned || (before === 'pinned' && list !== 'archived' && pinned !== false)) return 'pinned';
  return list ?? (before === 'pinned' ? 'inbox' : before);
}

async function refuseSixth(userUuid: string): Promise<void> {
  if ((await countListed(userUuid, 'pinned', MAX_PINNED)) >= MAX_PINNED) throw new TooManyPinned();
}

/** The newest message that the member may see: what comes while they block the other stays for afterwards. */
async function endOf({ blocked_to, message_group_uuid, last_message_at }: MessageGroupRow) {
  if (blocked_to !== undefined) return blocked_to;
  const newest = await findNewestMessage(message_group_uuid, last_message_at);
  return newest && cursorOf(newest);
}

/** Everything up to there is read, and no longer shown. It shows nobody that it was read. */
async function clear(
  member: string,
  row: MessageGroupRow,
  end: string,
  isRepeated: boolean,
): Promise<Partial<MessageGroupRow>> {
  if (row.cleared_to !== undefined && row.cleared_to >= end) return {};
  // A message that came meanwhile may have the time of the end, which the row does not tell apart.
  const isLater = row.last_message_at > end || (isRepeated && ((await endOf(row)) ?? '') > end);
  return {
    cleared_to: end,
    ...(await deriveMarked(member, row, end)),
    // A later message is shown already; otherwise there is none left.
    ...(!isLater && textOf(undefined, row.user_uuid)),
  };
}

function differing(row: MessageGroupRow, changes: Partial<MessageGroupRow>): Partial<MessageGroupRow> {
  const differs = ([name, value]: [string, unknown]) =>
    !isDeepStrictEqual(row[name as keyof MessageGroupRow], value);
  return Object.fromEntries(Object.entries(changes).filter(differs));
}
