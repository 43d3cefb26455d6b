import { createHash } from 'node:crypto';
import { listKey, messageGroupKey, messageGroupUuid, messageKey } from '../shared/dynamo/keys.ts';
import { createStranger, type Person } from '../test/accounts.ts';
import { loadItems } from './load-items.ts';
import { createReceiver, textOf } from './people.ts';

/** A group with many messages, a second apart, the newest a minute old. */
export interface LargeGroup {
  ann: Person;
  ben: Person;
  message_group_uuid: string;
  messages: number;
  /** The cursor of the n-th message, 0 the oldest. */
  cursorAt(n: number): string;
}

export async function loadGroup(
  messages: number,
  progress: (text: string) => void,
  reader?: Person,
): Promise<LargeGroup> {
  const [ann, ben] = [reader ?? (await createStranger()), await createReceiver()];
  const message_group_uuid = messageGroupUuid(ann.uuid, ben.uuid);
  const newest = Date.now() - 60_000;
  const timeOf = (n: number) => new Date(newest - (messages - 1 - n) * 1000).toISOString();
  const cursorAt = (n: number) => `${timeOf(n)}#${uuidOf(message_group_uuid, n)}`;
  await loadItems(
    messages,
    (n) => messageItem(n % 2 ? ben : ann, [ann.uuid, ben.uuid], message_group_uuid, cursorAt(n), n),
    (done) => progress(`${done.toLocaleString('en')} of ${messages.toLocaleString('en')} messages`),
  );
  const rows = [rowItem(ann, ben, timeOf(messages - 1)), rowItem(ben, ann, timeOf(messages - 1))];
  await loadItems(2, (n) => rows[n] as Item, progress as never);
  return { ann, ben, message_group_uuid, messages, cursorAt };
}

/** Creates a user with this many groups. */
export async function loadUserWithGroups(groups: number): Promise<Person> {
  const ann = await createStranger();
  const newest = Date.now() - 60_000;
  await loadItems(
    groups,
    (n) => {
      const other = { ...ann, uuid: uuidOf(ann.uuid, n), handle: `other_${n}`, display_name: `Other ${n}` };
      return rowItem(ann, other, new Date(newest - n * 1000).toISOString());
    },
    () => {},
  );
  return ann;
}

type Item = Record<string, unknown>;

function messageItem(from: Person, member_uuids: string[], group: string, cursor: string, n: number): Item {
  const [created_at, message_uuid] = cursor.split('#');
  return {
    ...messageKey(group, cursor),
    message_uuid,
    message: textOf(n),
    created_at,
    user_uuid: from.uuid,
    user_display_name: from.display_name,
    user_handle: from.handle,
    member_uuids,
  };
}

function rowItem(owner: Person, other: Person, last_message_at: string): Item {
  const message_group_uuid = messageGroupUuid(owner.uuid, other.uuid);
  return {
    ...messageGroupKey(owner.uuid, message_group_uuid),
    list: listKey('inbox', owner.uuid),
    message_group_uuid,
    last_message_at,
    message: textOf(1),
    user_uuid: other.uuid,
    user_display_name: other.display_name,
    user_handle: other.handle,
    unread_count: 0,
    version: 1,
  };
}

/** Derives a uuid from a number, so that a million uuids need not be kept in memory. */
function uuidOf(seed: string, n: number): string {
  const hex = createHash('sha1').update(`${seed} ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
