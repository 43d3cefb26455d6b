import { randomUUID } from 'node:crypto';
import type { SendMessageBody } from '../../shared/contract/messages.ts';
import { sendMessage } from '../../shared/contract/messages.ts';
import type { UserShort } from '../../shared/contract/users.ts';
import { renameInRow } from '../../shared/dynamo/display-names.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { getMembership, getRow, rowNaming } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, type StoredMessage, toApiMessage } from '../../shared/dynamo/messages.ts';
import { digestOf } from '../../shared/dynamo/receipts.ts';
import { storeMessage } from '../../shared/dynamo/sends.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered, UserReceiverIsSender, UserReceiverNotFound } from '../../shared/errors.ts';
import { getCaller, rememberCaller } from '../../shared/identity/callers.ts';
import {
  findSenderAndReceiver,
  findUsers,
  type NamedUser,
  parseHandle,
} from '../../shared/postgres/users.ts';

/** Pattern C (to a person) and pattern D (to a message group). */
export const handler = serve(sendMessage, async ({ sub, headers, body }) => {
  const people = await findPeople(sub, body);
  const { sender, other_uuid, receiver } = people;
  const message: StoredMessage = {
    message_group_uuid: body.message_group_uuid ?? messageGroupUuid(sender.uuid, other_uuid),
    message_uuid: randomUUID(),
    message: body.message,
    created_at: new Date().toISOString(),
    user_uuid: sender.uuid,
    user_display_name: sender.display_name,
    user_handle: sender.handle,
    member_uuids: [sender.uuid, other_uuid],
  };
  const stored = await storeMessage({
    message,
    receipt: receiptOf(message, headers['idempotency-key'], body),
    rows: receiver && {
      [sender.uuid]: rowNaming(receiver, message, 0),
      [receiver.uuid]: rowNaming(sender, message, 1),
    },
  });
  if (people.receiver && stored.rows !== 'not stored')
    await showNames(stored.message, [people.sender, people.receiver], stored.rows);
  return {
    body: { message_group_uuid: stored.message.message_group_uuid, ...toApiMessage(stored.message) },
    pattern: receiver && 'sendMessageToPerson',
  };
});

/** In a group the caller's row says who else is in it; a receiver by handle comes with the sender from Postgres. */
async function findPeople(
  sub: string,
  body: SendMessageBody,
): Promise<
  | { sender: UserShort; other_uuid: string; receiver?: undefined }
  | { sender: NamedUser; other_uuid: string; receiver: NamedUser }
> {
  if (body.message_group_uuid) {
    const sender = await getCaller(sub);
    const row = await getMembership(sender.uuid, body.message_group_uuid);
    return { sender, other_uuid: row.user_uuid };
  }
  const { sender, receiver } = await findSenderAndReceiver(sub, parseHandle(body.handle ?? ''));
  if (!sender) throw new UserNotRegistered();
  if (!receiver) throw new UserReceiverNotFound();
  if (receiver.uuid === sender.uuid) throw new UserReceiverIsSender();
  rememberCaller(sub, sender);
  return { sender, other_uuid: receiver.uuid, receiver };
}

function receiptOf(message: StoredMessage, idempotency_key: string | undefined, body: SendMessageBody) {
  if (idempotency_key === undefined) return undefined;
  return {
    user_uuid: message.user_uuid,
    idempotency_key,
    message_group_uuid: message.message_group_uuid,
    message_sk: cursorOf(message),
    digest: digestOf(body.message, body.message_group_uuid ? null : body.handle, body.message_group_uuid),
  };
}

/**
 * A rename that looked for rows before these were written did not find them; Postgres has the new name by now. Rows of
 * an earlier try may have any name. Only the two rows of this message group are looked at: what a repetition costs must
 * not tell how many people the receiver talks to.
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
