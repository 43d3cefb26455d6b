import type { MessageGroupRow } from '../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../shared/dynamo/messages.ts';
import { shownLast, shownMessage } from './shown-text.ts';

const message = (more: Partial<StoredMessage>) =>
  ({ message_uuid: 'a', message: 'Hello', ...more }) as StoredMessage;
const at = '2026-06-01T12:00:00.000Z';

test('a message shows its edit, its reactions and its deletion', () => {
  const reactions = [
    { emoji: '👍', user_uuids: ['ann', 'ben'] },
    { emoji: '❤️', user_uuids: ['ben'] },
  ];
  const lines = [{}, { edited_at: at, reactions }, { message: '', edited_at: at, deleted_at: at }];
  expect(lines.map((more) => shownMessage(message(more), []))).toEqual([
    'Hello',
    'Hello (edited) [👍 2, ❤️ 1]',
    '(deleted)',
  ]);
});

test('a reply quotes what it answers, if that is on the page and was not deleted', () => {
  const page = [
    message({ message_uuid: 'long', message: 'x'.repeat(31) }),
    message({ message_uuid: 'short' }),
    message({ message_uuid: 'gone', message: '', deleted_at: at }),
  ];
  const reply = (reply_to: string) => shownMessage(message({ reply_to }), page);
  expect(['long', 'short', 'gone', 'far'].map(reply)).toEqual([
    `(reply to “${'x'.repeat(30)}…”) Hello`,
    '(reply to “Hello”) Hello',
    '(reply to a deleted message) Hello',
    '(reply to an earlier message) Hello',
  ]);
});

test('a conversation shows that its last message was deleted, what is unread, and that it is muted', () => {
  const row = (more: Partial<MessageGroupRow>) =>
    shownLast({ message: 'Hello', unread_count: 0, ...more } as MessageGroupRow, new Date(at));
  expect(row({})).toBe('Hello');
  expect(row({ message: '', message_deleted: true, unread_count: 2 })).toBe('(deleted) (2 unread)');
  expect(row({ request: 'received' })).toBe('Hello (request received)');
  expect(row({ muted_until: '2026-06-01T12:00:00.001Z' })).toBe('Hello (muted)');
  expect(row({ muted_until: at })).toBe('Hello');
});
