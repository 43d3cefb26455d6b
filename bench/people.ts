import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { sampleTexts } from '../cli/sample/texts.ts';
import { putIfAbsent } from '../shared/dynamo/condition.ts';
import { newMessage } from '../shared/dynamo/messages.ts';
import { insertUser } from '../shared/postgres/users.ts';
import type { Person } from '../test/accounts.ts';

/** Creates a user who can receive messages but never signs in. */
export async function createReceiver(): Promise<Person> {
  const handle = `receiver_${randomUUID().slice(0, 12).replaceAll('-', '_')}`;
  const sub = randomUUID();
  const email = `${handle}@example.test`;
  const user = await insertUser({ handle, email, display_name: 'Andrew Brown', cognito_user_id: sub });
  return { ...user, sub, email, token: '', idToken: '', refreshToken: '' };
}

/** A text of typical length. */
export const textOf = (n: number) =>
  `${sampleTexts[n % sampleTexts.length]} ${sampleTexts[(n + 7) % sampleTexts.length]}`;

/** Adds a message to an existing group. Returns its cursor. */
export async function addMessage(
  sender: Person,
  other: Person,
  message_group_uuid: string,
  time = Date.now(),
): Promise<string> {
  const created_at = new Date(time).toISOString();
  const message_uuid = v7({ msecs: time });
  await putIfAbsent(
    newMessage({
      message_group_uuid,
      message_uuid,
      message: textOf(time),
      created_at,
      user_uuid: sender.uuid,
      user_display_name: sender.display_name,
      user_handle: sender.handle,
      member_uuids: [sender.uuid, other.uuid],
    }),
  );
  return `${created_at}#${message_uuid}`;
}
