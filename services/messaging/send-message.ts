import type { SendMessageBody } from '../../shared/contract/messages.ts';
import { sendMessage } from '../../shared/contract/messages.ts';
import type { UserShort } from '../../shared/contract/users.ts';
import { notBlockedBy } from '../../shared/dynamo/blocks.ts';
import { renameInRow } from '../../shared/dynamo/display-names.ts';
import { listKey, messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { getMessageFor } from '../../shared/dynamo/message-changes.ts';
import {
  getOpenMembership,
  getRow,
  type MessageGroupRow,
  rowNaming,
} from '../../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';
import { digestOf } from '../../shared/dynamo/receipts.ts';
import { refuseNext, refuseUnwelcome } from '../../shared/dynamo/requests.ts';
import { storeMessage } from '../../shared/dynamo/sends.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered, UserReceiverIsSender, UserReceiverNotFound } from '../../shared/errors.ts';
import { getWriter, rememberCaller } from '../../shared/identity/callers.ts';
import {
  findSenderAndReceiver,
  findUsers,
  type NamedUser,
  parseHandle,
  type Receiver,
} from '../../shared/postgres/users.ts';

/** Pattern C (to a person) and pattern D (to a message group). */
export const handler = serve(sendMessage, async ({ sub, headers, body }) => {
  const key = headers['idempotency-key'];
  const { sender, otherUuid, people, group, row } = await findGroup(sub, body, key);
  const { reply_to } = body;
  if (reply_to) await getMessageFor(sender.uuid, { message_group_uuid: group, message_uuid: reply_to });
  const stored = await storeMessage({
    message: {
      message_group_uuid: group,
      message: body.message,
      user_uuid: sender.uuid,
      user_display_name: sender.display_name,
      user_handle: sender.handle,
      member_uuids: [sender.uuid, otherUuid],
      ...(reply_to && { reply_to }),
    },
    idempotency: idempotencyOf(key, body),
    known: row ? [row.last_message_at] : [],
    rows: people && !row ? (message) => rowsOf(people, message) : undefined,
    refuseNext: (present) => refuseNext(present, { sender: sender.uuid, key }),
    unlessBlocked: notBlockedBy(otherUuid, sender.uuid),
  });
  if (people && stored.rows !== 'none') await showNames(stored.message, people, stored.rows);
  return {
    body: {
      message_group_uuid: stored.message.message_group_uuid,
      ...(await showOne(sender.uuid, stored.message, row ?? {})),
    },
    pattern: people && 'sendMessageToPerson',
  };
});

type People = [sender: NamedUser, receiver: Receiver];

/** Sender, receiver and message group of a send, and the sender's row, which does not exist before a first message. */
interface Group {
  sender: UserShort;
  otherUuid: string;
  /** Sender and receiver, if the send is to a person. */
  people?: People;
  group: string;
  row: MessageGroupRow | undefined;
}

/** For a group, the caller's row has the other member; for a handle, Postgres has both people. */
async function findGroup(sub: string, body: SendMessageBody, key: string | undefined): Promise<Group> {
  if (body.message_group_uuid) {
    const sender = await getWriter(sub);
    const membership = getOpenMembership(sender.uuid, body.message_group_uuid);
    const [row] = await allDone(membership, spend('messages', sender.uuid));
    await refuseNext(row, { sender: sender.uuid, key });
    return { sender, otherUuid: row.user_uuid, group: body.message_group_uuid, row };
  }
  const { sender, receiver } = await findSenderAndReceiver(sub, parseHandle(body.handle ?? ''));
  if (!sender) throw new UserNotRegistered();
  if (!receiver) throw new UserReceiverNotFound();
  if (receiver.uuid === sender.uuid) throw new UserReceiverIsSender();
  rememberCaller(sub, sender);
  const group = messageGroupUuid(sender.uuid, receiver.uuid);
  // If the row exists, it saves a transaction that would fail.
  const row = await getRow(sender.uuid, group, { consistent: true });
  // Counted first, so that no refusal is free to try.
  await spend(row ? 'messages' : 'conversations', sender.uuid);
  await (row ? refuseNext(row, { sender: sender.uuid, key }) : refuseUnwelcome(sender.uuid, receiver));
  return { sender, otherUuid: receiver.uuid, people: [sender, receiver], group, row };
}

/** To a receiver who takes requests only, the first message is one, and both rows say so. */
function rowsOf([sender, receiver]: People, message: StoredMessage): Record<string, MessageGroupRow> {
  const own = { ...rowNaming(receiver, message, 0), unanswered: 1 };
  const other = rowNaming(sender, message, 1);
  if (receiver.who_may_write === 'everyone') return { [sender.uuid]: own, [receiver.uuid]: other };
  const list = listKey('requests', receiver.uuid);
  return {
    [sender.uuid]: { ...own, request: 'sent' },
    [receiver.uuid]: { ...other, request: 'received', list },
  };
}

function idempotencyOf(key: string | undefined, body: SendMessageBody) {
  if (key === undefined) return undefined;
  const to = [body.message_group_uuid ? null : body.handle, body.message_group_uuid];
  return { key, digest: digestOf(body.message, ...to, ...(body.reply_to ? [body.reply_to] : [])) };
}

/**
 * Fixes a race with a rename: if it looked for rows before these were written, it missed them, but Postgres has the new
 * name by now. Rows of an earlier try may have any name. Reads only the two rows of this message group: the cost of a
 * retry must not reveal how many people the receiver talks to.
 */
async function showNames(
  { message_group_uuid }: StoredMessage,
  [sender, receiver]: [NamedUser, NamedUser],
  rows: 'stored' | 'unknown',
): Promise<void> {
  const present = await findUsers([sender.uuid, receiver.uuid]);
  const showTo = async (reader: NamedUser, { uuid, name_version }: NamedUser) => {
    const name = present.get(uuid);
    if (!name) return;
    const shown =
      rows === 'stored'
        ? name_version
        : (await getRow(reader.uuid, message_group_uuid, { consistent: true }))?.user_name_version;
    if (shown !== name.name_version) await renameInRow(reader.uuid, message_group_uuid, name);
  };
  await Promise.all([showTo(sender, receiver), showTo(receiver, sender)]);
}
