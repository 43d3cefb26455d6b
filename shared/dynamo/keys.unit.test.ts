import * as fc from 'fast-check';
import {
  connectionsOf,
  messageCursor,
  messageGroupOfPartition,
  messageGroupsOf,
  messageGroupUuid,
  messagesOf,
  userOfPartition,
} from './keys.ts';

test('a pair has one message group, in either order; other pairs have others', () => {
  void fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 3, maxLength: 3 }), ([a = '', b = '', c = '']) => {
      expect(messageGroupUuid(a, b)).toBe(messageGroupUuid(b, a));
      expect(new Set([messageGroupUuid(a, b), messageGroupUuid(b, c), messageGroupUuid(a, c)]).size).toBe(3);
    }),
  );
});

test('the uuid of a message group never changes: stored groups depend on it', () => {
  const [one, other] = ['5f3a1f6e-2c0b-4d8e-9a51-0d6b7c1e4a01', '8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02'];
  expect(messageGroupUuid(one, other)).toBe('bee03ece-a649-5755-ab91-5358f26f7efe');
});

test('cursors sort by time', () => {
  const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  void fc.assert(
    fc.property(dates, dates, fc.uuid(), fc.uuid(), (one, other, first, second) => {
      fc.pre(one.getTime() !== other.getTime());
      const cursors = [messageCursor(one.toISOString(), first), messageCursor(other.toISOString(), second)];
      expect((cursors[0] as string) < (cursors[1] as string)).toBe(one < other);
    }),
  );
});

test('only the partition of messages names a message group', () => {
  expect(messageGroupOfPartition(messagesOf('group'))).toBe('group');
  for (const pk of ['GRP#group', 'SND#group', 'CON#group', ''])
    expect(messageGroupOfPartition(pk)).toBeUndefined();
});

test('only the partition of message group rows names their owner', () => {
  expect(userOfPartition(messageGroupsOf('user'))).toBe('user');
  for (const pk of [messagesOf('user'), connectionsOf('user'), 'SND#user', ''])
    expect(userOfPartition(pk)).toBeUndefined();
});
