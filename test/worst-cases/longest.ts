import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { loadItems } from '../../bench/load-items.ts';
import { MESSAGE_MAX_CODE_POINTS } from '../../shared/contract/messages.ts';
import type { UserShort } from '../../shared/contract/users.ts';
import { DISPLAY_NAME_MAX_CODE_POINTS } from '../../shared/contract/users.ts';
import { listKey, messageGroupKey, messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { rowNaming } from '../../shared/dynamo/message-groups.ts';
import { cursorOf, newMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { insertUser } from '../../shared/postgres/users.ts';
import { createPerson, type Person } from '../accounts.ts';
import { storeText } from '../conversations.ts';
import { refreshed } from '../spent.ts';

/** Texts, names and handles as long as they may be. This letter takes 4 bytes, and no letter takes more. */
export const LONGEST_TEXT = '𠮷'.repeat(MESSAGE_MAX_CODE_POINTS);
export const LONGEST_NAME = '𠮷'.repeat(DISPLAY_NAME_MAX_CODE_POINTS);
const longestHandle = () => `h${randomUUID().replaceAll('-', '').slice(0, 29)}`;

/** A person with an account, as every caller is. */
export const createLongest = (): Promise<Person> => createPerson(longestHandle(), LONGEST_NAME);

/** A person who never calls. */
export function createSilent(): Promise<UserShort> {
  const sub = randomUUID();
  const email = `${sub}@example.test`;
  return insertUser({ handle: longestHandle(), display_name: LONGEST_NAME, email, cognito_user_id: sub });
}

/** A conversation of the longest texts, with the places of its messages, oldest first. */
export interface LongestConversation {
  ann: Person;
  ben: Person;
  message_group_uuid: string;
  cursors: string[];
}

/** Ann writes, nobody reads, and both rows know of it. The messages are a second apart, the newest a minute old. */
export async function createLongestConversation(count: number): Promise<LongestConversation> {
  const [ann, ben] = await Promise.all([createLongest(), createLongest()]);
  const start = Date.now() - (count + 60) * 1_000;
  const first = await storeText(ann, ben, LONGEST_TEXT, start);
  const conversation = { ann, ben, message_group_uuid: messageGroupUuid(ann.uuid, ben.uuid) };
  const others = await addLongest(conversation, count - 1, start + 1_000);
  await refreshed(conversation);
  return { ...conversation, cursors: [first, ...others] };
}

/** Adds messages of Ann's that no projection has seen, with other attributes if given. */
export async function addLongest(
  { ann, ben, message_group_uuid }: Omit<LongestConversation, 'cursors'>,
  count: number,
  start: number,
  { stepMs = 1_000, ...attributes }: { stepMs?: number } & Partial<StoredMessage> = {},
): Promise<string[]> {
  const messages = Array.from({ length: count }, (_, n) => ({
    ...{ message_group_uuid, message_uuid: v7({ msecs: start + n * stepMs }), message: LONGEST_TEXT },
    ...{ created_at: new Date(start + n * stepMs).toISOString(), member_uuids: [ann.uuid, ben.uuid] },
    ...{ user_uuid: ann.uuid, user_display_name: ann.display_name, user_handle: ann.handle },
    ...attributes,
  }));
  await loadItems(
    count,
    (n) => newMessage(messages[n] as StoredMessage).Put.Item,
    () => {},
  );
  return messages.map(cursorOf);
}

/** Gives somebody requests of one person with the longest name, as rows alone. */
export async function addRequests(receiver: UserShort, count: number): Promise<void> {
  const sender = await createSilent();
  const list = listKey('requests', receiver.uuid);
  const rowAt = (n: number) => {
    const message_group_uuid = randomUUID();
    const row = rowNaming({ ...sender, name_version: 0 }, newestAt(message_group_uuid, n), 1);
    return { ...messageGroupKey(receiver.uuid, message_group_uuid), ...row, list, request: 'received' };
  };
  await loadItems(count, rowAt, () => {});
}

const newestAt = (message_group_uuid: string, n: number) =>
  ({
    message_group_uuid,
    message: LONGEST_TEXT,
    created_at: new Date(Date.now() - n * 1_000).toISOString(),
  }) as StoredMessage;
