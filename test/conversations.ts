import { v7 } from 'uuid';
import type { UserShort } from '../shared/contract/users.ts';
import { putIfAbsent } from '../shared/dynamo/condition.ts';
import { messageGroupUuid } from '../shared/dynamo/keys.ts';
import { getRow, newRow, rowNaming } from '../shared/dynamo/message-groups.ts';
import { cursorOf, newMessage, type StoredMessage } from '../shared/dynamo/messages.ts';
import { createExtra, type Person } from './accounts.ts';

/** Two people who have written to each other. */
export interface Conversation {
  ann: Person;
  ben: Person;
  message_group_uuid: string;
  /** The cursors of its messages, oldest first. */
  cursors: string[];
}

/**
 * Stores a conversation of two people without accounts, with `texts` in turn, as sends would: one second apart, all in
 * the past.
 *
 * @param createMember `createStranger` where the user pool is asked about a member: on connecting, or when a clock jumps.
 */
export async function createConversation(
  texts: readonly string[] = ['Hello'],
  createMember: () => Promise<Person> = createExtra,
): Promise<Conversation> {
  const [ann, ben] = await Promise.all([createMember(), createMember()]);
  const cursors: string[] = [];
  for (const [index, text] of texts.entries()) {
    const [sender, other] = index % 2 ? [ben, ann] : [ann, ben];
    cursors.push(await storeText(sender, other, text, Date.now() - (texts.length - index + 60) * 1000));
  }
  return { ann, ben, message_group_uuid: messageGroupUuid(ann.uuid, ben.uuid), cursors };
}

/** Stores one message as it would be sent at `time` (milliseconds). Returns its cursor. */
export async function storeText(
  sender: UserShort,
  other: UserShort,
  text: string,
  time = Date.now(),
): Promise<string> {
  const message: StoredMessage = {
    message_group_uuid: messageGroupUuid(sender.uuid, other.uuid),
    message_uuid: v7({ msecs: time }),
    message: text,
    created_at: new Date(time).toISOString(),
    user_uuid: sender.uuid,
    user_display_name: sender.display_name,
    user_handle: sender.handle,
    member_uuids: [sender.uuid, other.uuid],
  };
  if (!(await getRow(sender.uuid, message.message_group_uuid, { consistent: true }))) {
    await putIfAbsent(newRow(sender.uuid, rowNaming(other, message, 0)));
    await putIfAbsent(newRow(other.uuid, rowNaming(sender, message, 1)));
  }
  await putIfAbsent(newMessage(message));
  return cursorOf(message);
}
