import type { ListName } from '../../shared/contract/message-groups.ts';
import { listKey, messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { getRow, updateRow } from '../../shared/dynamo/message-groups.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { marked, projected, refreshed } from '../../test/spent.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as markRead } from './mark-read.ts';

const list = (as: Person, query: Record<string, string> = {}) =>
  call(listMessageGroups, 'listMessageGroups', { as, query });

/** A person with messages from `count` others, one second apart. */
async function popular(count: number): Promise<{ ann: Person; others: Person[] }> {
  const ann = await createStranger();
  const others = await Promise.all(Array.from({ length: count }, () => createStranger()));
  const start = Date.now() - (count + 60) * 1000;
  await Promise.all(others.map((other, n) => storeText(other, ann, `from ${n}`, start + n * 1000)));
  return { ann, others };
}

test('without messages the list is empty', async () => {
  expect(await list(await createStranger())).toMatchObject({ status: 200, body: [], next: undefined });
});

test('the latest message comes first and names the other user', async () => {
  const { ann, others } = await popular(3);
  const { body } = await list(ann);
  expect(body.map(({ handle }) => handle)).toEqual(others.map(({ handle }) => handle).reverse());
  expect(body[0]).toMatchObject({ user_uuid: others[2]?.uuid, message: 'from 2', unread_count: 1 });
});

test('pagination returns every message group once', async () => {
  const { ann } = await popular(9);
  const read: string[] = [];
  let next: Record<string, string> | undefined = { limit: '4' };
  while (next) {
    const page = await list(ann, next);
    read.push(...page.body.map(({ message }) => message));
    next = page.next;
  }
  expect(read).toEqual(Array.from({ length: 9 }, (_, n) => `from ${8 - n}`));
});

test('pagination returns message groups with the same last millisecond once', async () => {
  const ann = await createStranger();
  const others = await Promise.all(Array.from({ length: 9 }, () => createStranger()));
  const time = Date.now() - 60_000;
  await Promise.all(others.map((other) => storeText(other, ann, 'at once', time)));
  const read: string[] = [];
  let next: Record<string, string> | undefined = { limit: '4' };
  while (next) {
    const page = await list(ann, next);
    read.push(...page.body.map(({ handle }) => handle));
    next = page.next;
  }
  expect(read.sort()).toEqual(others.map(({ handle }) => handle).sort());
});

test('the unread filter returns unread message groups only, page by page', async () => {
  const { ann, others } = await popular(7);
  for (const ben of others) await refreshed({ ann, ben });
  const { body: all } = await list(ann);
  for (const { uuid, created_at } of all.filter((_, n) => n % 2)) {
    const cursor = `${created_at}#ffffffff-ffff-4fff-bfff-ffffffffffff`;
    await call(markRead, 'markRead', { as: ann, params: { message_group_uuid: uuid }, body: { cursor } });
  }
  const first = await list(ann, { unread: 'true', limit: '3' });
  expect(first.body.map(({ message }) => message)).toEqual(['from 6', 'from 4', 'from 2']);
  expect(first.next).toMatchObject({ unread: 'true', limit: '3' });
  const second = await list(ann, first.next);
  expect(second.body.map(({ message }) => message)).toEqual(['from 0']);
  expect(second.next).toBeUndefined();
});

test('an unread group stays at its place until it is read, however much is written in it', async () => {
  const { ann, others } = await popular(3);
  const ben = others[0] as Person;
  await storeText(ben, ann, 'the latest of all');
  for (const other of others) await refreshed({ ann, ben: other });
  const texts = async () => (await list(ann, { unread: 'true' })).body.map(({ message }) => message);
  expect(await texts()).toEqual(['from 2', 'from 1', 'the latest of all']);
  const cursor = `${new Date().toISOString()}#ffffffff-ffff-4fff-bfff-ffffffffffff`;
  await marked({ ann, ben }, ann, cursor);
  expect(await texts()).toEqual(['from 2', 'from 1']);
});

describe('lists', () => {
  const names = ['inbox', 'pinned', 'requests', 'archived'] as const;
  const handles = async (as: Person, query: Record<string, string>) =>
    (await list(as, query)).body.map(({ handle, list }) => [handle, list]);

  /** Ann's groups, one in each list, each with an unread message. */
  async function inEachList() {
    const { ann, others } = await popular(names.length);
    for (const [n, name] of names.entries()) {
      const ben = others[n] as Person;
      await move(ann, messageGroupUuid(ann.uuid, ben.uuid), name);
      await refreshed({ ann, ben });
    }
    return { ann, others };
  }

  test('each list has its groups, also after the next message, and without a name it is the inbox', async () => {
    const { ann, others } = await inEachList();
    for (const [n, name] of names.entries()) {
      const ben = others[n] as Person;
      const cursor = await storeText(ben, ann, 'one more');
      await projected({ ann, ben }, ben, [cursor]);
      expect(await handles(ann, { list: name })).toEqual([[ben.handle, n === 0 ? undefined : name]]);
    }
    expect(await handles(ann, {})).toEqual(await handles(ann, { list: 'inbox' }));
  });

  test('only inbox and pinned groups count as unread', async () => {
    const { ann, others } = await inEachList();
    const unread = (await handles(ann, { unread: 'true' })).map(([handle]) => handle);
    expect(unread.sort()).toEqual(
      others
        .slice(0, 2)
        .map(({ handle }) => handle)
        .sort(),
    );
  });

  async function move(member: Person, group: string, name: ListName): Promise<void> {
    const row = await getRow(member.uuid, group, { consistent: true });
    if (row) await updateRow(member.uuid, row, { list: listKey(name, member.uuid) });
  }
});

test.each<[Record<string, string>, number, string]>([
  [{ cursor: 'x' }, 400, 'malformed_cursor'],
  [{ limit: '0' }, 400, 'limit_out_of_range'],
  [{ unread: 'yes' }, 422, 'unread_invalid'],
  [{ list: 'left' }, 422, 'list_invalid'],
])('the query %j is refused: %i %s', async (query, status, code) => {
  expect(await list(await createStranger(), query)).toMatchObject({ status, errors: [code] });
});

test('message groups of other users are not listed', async () => {
  await createConversation();
  expect((await list(await createStranger())).body).toEqual([]);
});
