import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import {
  addPage,
  type GroupList,
  isAtLeastAsNew,
  isBehind,
  keepNewer,
  matching,
  mayNotify,
  putGroup,
  putLastMessage,
  putUnreadCount,
  sharedNames,
  totalUnread,
  unreadLabel,
} from './group-list.ts';

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const group = (uuid: string, minute: number, unread_count = 0): MessageGroup => ({
  uuid,
  display_name: uuid,
  handle: uuid,
  user_uuid: uuid,
  message: `at ${minute}`,
  created_at: at(minute),
  unread_count,
});
const list = (groups: MessageGroup[], next?: GroupList['next']): GroupList => ({
  groups,
  next,
  unread: {},
});
const nextPage = { query: { cursor: 'next' } };
const names = ({ groups }: GroupList) => groups.map(({ uuid }) => uuid);
const message = (minute: number) => ({ message: `at ${minute}`, created_at: at(minute) }) as Message;

test('finds a group by name, handle or last text, without case and accents', () => {
  const groups = [
    { ...group('a', 3), display_name: 'Béatrice Dupont' },
    { ...group('b', 2), handle: 'dupond_x' },
    { ...group('c', 1), message: 'Ask DUPONT' },
  ];
  const found = (wanted: string) => matching(groups, wanted).map(({ uuid }) => uuid);
  expect([found('dupont'), found('@dupo'), found('beatrice '), found(''), found('.')]).toEqual([
    ['a', 'c'],
    ['a', 'b', 'c'],
    ['a'],
    ['a', 'b', 'c'],
    [],
  ]);
});

test('reads the texts of a row once however often the list is searched, and not at all without a text', () => {
  const reads: string[] = [];
  const watched = new Proxy(group('a', 1), {
    get: (row, key) => {
      reads.push(String(key));
      return Reflect.get(row, key);
    },
  });
  expect(matching([watched], ' ')).toEqual([watched]);
  reads.length = 0;
  matching([watched], '');
  expect(reads).toEqual([]);
  for (const wanted of ['a', 'at', 'at 1', 'b']) matching([watched], wanted);
  expect(reads.toSorted()).toEqual(['display_name', 'handle', 'message']);
});

test('tells which names several people have', () => {
  expect([...sharedNames([group('a', 3), group('b', 2), { ...group('c', 1), display_name: 'a' }])]).toEqual([
    'a',
  ]);
});

test('a group with a new message moves to the top', () => {
  expect(names(putGroup(list([group('a', 3), group('b', 2), group('c', 1)]), group('c', 4)))).toEqual([
    'c',
    'a',
    'b',
  ]);
});

test('a held row is behind one with a later message, another count or another text', () => {
  const held = group('a', 3, 1);
  const edited = { ...held, message: 'edited' };
  const told = [group('a', 3, 1), group('a', 2, 9), group('a', 4, 1), group('a', 3, 0), edited];
  expect(told.map((row) => isAtLeastAsNew(held, row))).toEqual([true, true, false, false, false]);
});

test('a list is behind if one of its first rows is newer at the server, or is not there', () => {
  const pinned = { ...group('p', 1), list: 'pinned' as const };
  const held = list([pinned, group('a', 3, 1), group('b', 2)]);
  const told = [
    [pinned, group('a', 3, 1)],
    [pinned, group('a', 4, 2)],
    [pinned, group('c', 4, 1)],
    // Archived or unpinned on another device.
    [pinned, group('b', 2)],
    [group('a', 3, 1)],
    [pinned],
  ];
  expect(told.map((rows) => isBehind(held, rows))).toEqual([false, true, true, true, true, true]);
  expect(isBehind(list([]), [])).toBe(false);
});

test('ignores an older row that arrives late', () => {
  const held = list([group('a', 3, 2)]);
  expect(putGroup(held, group('a', 2, 9))).toBe(held);
});

test('reading on another device clears the badge', () => {
  const cleared = putGroup({ ...list([group('a', 3, 2)]), unread: { a: 2 } }, group('a', 3, 0));
  expect([cleared.groups[0]?.unread_count, totalUnread(cleared)]).toEqual([0, 0]);
});

test('ignores a row below the last loaded one, which comes with its page', () => {
  expect(names(putGroup(list([group('a', 9), group('b', 8)], nextPage), group('z', 1)))).toEqual(['a', 'b']);
});

test('a page adds no duplicates of groups that moved up meanwhile', () => {
  expect(
    names(addPage(list([group('a', 9), group('b', 8)], nextPage), [group('b', 8), group('c', 7)], undefined)),
  ).toEqual(['a', 'b', 'c']);
});

test('a stale list does not undo a newer message', () => {
  const held = putLastMessage(list([group('a', 3), group('b', 2)]), 'b', message(4), false) as GroupList;
  const read = keepNewer(list([group('a', 3), group('b', 2)]), held);
  expect([names(read), read.groups[0]?.message, totalUnread(read)]).toEqual([['b', 'a'], 'at 4', 1]);
});

test('a list corrects older rows, and drops those below its last row', () => {
  const held = { ...list([group('a', 9, 5), group('z', 1, 5)], nextPage), unread: { a: 5, z: 5 } };
  const read = keepNewer({ ...list([group('a', 9), group('b', 8)], nextPage), unread: { a: 0 } }, held);
  expect([names(read), totalUnread(read)]).toEqual([['a', 'b'], 0]);
});

test('a message and its row count once, in either order', () => {
  const held = list([group('a', 1, 0)]);
  const messageFirst = putGroup(putLastMessage(held, 'a', message(2), false) ?? held, group('a', 2, 1));
  const rowFirst = putLastMessage(putGroup(held, group('a', 2, 1)), 'a', message(2), false);
  expect(messageFirst.groups[0]?.unread_count).toBe(1);
  expect(rowFirst?.groups[0]?.unread_count).toBe(1);
});

test('an own message is not unread', () => {
  expect(putLastMessage(list([group('a', 1, 0)]), 'a', message(2), true)?.groups[0]?.unread_count).toBe(0);
});

test('a message of a group that is not loaded returns null', () => {
  expect(putLastMessage(list([]), 'a', message(2), false)).toBeNull();
});

test('the total includes groups that are not loaded; the label stops at 99+', () => {
  expect(totalUnread({ groups: [], next: undefined, unread: { a: 3, far: 100 } })).toBe(103);
  expect([unreadLabel(7), unreadLabel(99), unreadLabel(100)]).toEqual(['7', '99', '99+']);
});

test('marking as read subtracts the count from the total', () => {
  expect(totalUnread(putUnreadCount({ ...list([group('a', 1, 3)]), unread: { a: 3, b: 1 } }, 'a', 0))).toBe(
    1,
  );
});

describe('lists', () => {
  const held = () => ({ ...list([group('a', 3, 1), group('b', 2, 1)]), unread: { a: 1, b: 1 } });

  test('an archived group leaves the list and the total, and comes back to its place', () => {
    const archived = putGroup(held(), { ...group('b', 2, 1), list: 'archived' });
    expect([names(archived), totalUnread(archived)]).toEqual([['a'], 1]);
    const back = putGroup(archived, group('b', 2, 1));
    expect([names(back), totalUnread(back)]).toEqual([['a', 'b'], 2]);
  });

  test('pinned groups come first, also those that are older than what is loaded', () => {
    const pinned = putGroup({ ...held(), next: nextPage }, { ...group('z', 1), list: 'pinned' });
    expect(names(pinned)).toEqual(['z', 'a', 'b']);
    expect(names(putGroup(pinned, group('b', 9)))).toEqual(['z', 'b', 'a']);
  });

  test('a muted group is in the list and not in the total, until its time is over', () => {
    const muted = (muted_until: string) => putGroup(held(), { ...group('a', 3, 5), muted_until });
    expect([
      names(muted('2999-01-01T00:00:00.000Z')),
      totalUnread(muted('2999-01-01T00:00:00.000Z')),
    ]).toEqual([['a', 'b'], 1]);
    expect(totalUnread(muted('2020-01-01T00:00:00.000Z'))).toBe(6);
    expect(totalUnread(putUnreadCount(muted('2999-01-01T00:00:00.000Z'), 'a', 7))).toBe(1);
  });

  test('a group that was archived while this page was away is not kept', () => {
    expect(names(keepNewer(list([group('a', 3)]), held()))).toEqual(['a']);
  });
});

test('a notification tells of no group that is read, muted, requested, blocked, or whose last message was deleted', () => {
  const unread = group('a', 1, 1);
  expect(mayNotify({ ...unread, muted_until: at(0), request: 'sent', list: 'archived' })).toBe(true);
  expect(mayNotify({ ...unread, unread_count: 0 })).toBe(false);
  expect(mayNotify({ ...unread, muted_until: '9999-12-31T23:59:59.999Z' })).toBe(false);
  expect(mayNotify({ ...unread, request: 'received' })).toBe(false);
  expect(mayNotify({ ...unread, blocked: true })).toBe(false);
  expect(mayNotify({ ...unread, message_deleted: true })).toBe(false);
});
