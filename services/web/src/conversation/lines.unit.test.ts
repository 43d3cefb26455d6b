import type { Message } from '../../../../shared/contract/messages.ts';
import { newestPage } from '../state/timeline.ts';
import { findFirstNew, toLines } from './lines.ts';

const message = (minute: number, user_uuid: string): Message => {
  const created_at = new Date(Date.UTC(2026, 5, 1, 12, minute)).toISOString();
  const uuid = `${user_uuid}-${minute}`;
  const person = { display_name: user_uuid, handle: user_uuid, user_uuid };
  return { uuid, ...person, message: `at ${minute}`, created_at, cursor: `${created_at}#${uuid}` };
};
const talk = [message(0, 'me'), message(1, 'you'), message(2, 'you'), message(30, 'you'), message(31, 'me')];

const nothingNew = { firstNew: null, isWhole: true };

test('joins messages of one author within minutes into one block', () => {
  const joins = toLines(talk, [], 'me', nothingNew).map(({ joinsBefore, joinsAfter }) => [
    joinsBefore,
    joinsAfter,
  ]);
  expect(joins).toEqual([
    [false, false],
    [false, true],
    [true, false],
    [false, false],
    [false, false],
  ]);
});

test('only the last one of a block has no message of it after itself', () => {
  const after = toLines(talk, [], 'me', nothingNew).map(({ cursorAfter }) => cursorAfter);
  expect(after).toEqual([undefined, talk[2]?.cursor, undefined, undefined, undefined]);
});

test('puts pending messages last, and a day separator before the first message of each day', () => {
  const queuedAt = Date.UTC(2026, 5, 3, 12);
  const item = { key: 'k', queuedAt, conversation: 'c', message: 'later' };
  const lines = toLines(talk, [item], 'me', nothingNew);
  expect(lines.at(-1)).toMatchObject({ text: 'later', isMine: true, startsDay: true, pending: item });
  expect(lines.filter(({ startsDay }) => startsDay)).toHaveLength(2);
});

test("the marker for new messages is at the other's first unread message", () => {
  const timeline = newestPage(talk, true);
  const group = (unread_count: number, read_to?: string) => ({ unread_count, read_to });
  expect(findFirstNew(timeline, 'me', group(2, talk[1]?.cursor))).toBe(talk[2]?.cursor);
  expect(findFirstNew(timeline, 'me', group(0, talk[1]?.cursor))).toBeNull();
  // The loaded messages do not reach back to the last read one.
  expect(findFirstNew(timeline, 'me', group(100))).toBeNull();
  expect(findFirstNew(newestPage(talk, false), 'me', group(3))).toBe(talk[1]?.cursor);
});

test('the marker for new messages splits a block', () => {
  const lines = toLines(talk, [], 'me', { firstNew: talk[2]?.cursor ?? '', isWhole: true });
  expect(lines[2]).toMatchObject({ isFirstNew: true, joinsBefore: false });
  expect(lines[1]?.joinsAfter).toBe(false);
});

test('shows a message once when a frame or a list delivers it before the response to its send', () => {
  const item = { key: 'k', queuedAt: Date.UTC(2026, 5, 3, 12), conversation: 'c', message: 'at 31' };
  const shown = (triedAfter?: string) =>
    toLines(talk, [{ ...item, ...(triedAfter !== undefined && { triedAfter }) }], 'me', nothingNew).filter(
      ({ pending }) => pending,
    );
  expect(shown()).toHaveLength(1);
  expect(shown(talk[3]?.cursor)).toHaveLength(0);
  expect(shown(talk[4]?.cursor)).toHaveLength(1);
});

test('the beginning is told with the first message, once all older ones are loaded', () => {
  const beginnings = (isWhole: boolean) =>
    toLines(talk, [], 'me', { firstNew: null, isWhole }).map(({ isBeginning }) => isBeginning);
  expect(beginnings(true)).toEqual([true, false, false, false, false]);
  expect(beginnings(false)).not.toContain(true);
});

test('a message that its reader has hidden is no line, and a pending reply quotes what it answers', () => {
  const hidden = talk.map((each, index) =>
    index === 1 ? { ...each, message: '', hidden: true as const } : each,
  );
  const item = {
    key: 'k',
    queuedAt: Date.UTC(2026, 5, 1, 13),
    conversation: 'c',
    message: 'yes',
    replyTo: 'you-2',
  };
  const lines = toLines(hidden, [item], 'me', nothingNew);
  expect(lines.map(({ text }) => text)).toEqual(['at 0', 'at 2', 'at 30', 'at 31', 'yes']);
  expect(lines.at(-1)?.quoted).toMatchObject({ uuid: 'you-2', message: 'at 2' });
});
