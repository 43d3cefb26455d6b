import type { Message } from '../../../../shared/contract/messages.ts';
import type { Act, PendingChange } from './pending-changes.ts';
import { withChanges } from './with-changes.ts';

const message = (uuid: string, more: Partial<Message> = {}): Message => {
  const created_at = '2026-06-01T12:00:00.000Z';
  const person = { display_name: 'Ann', handle: 'ann', user_uuid: 'ann' };
  return {
    uuid,
    ...person,
    message: `text of ${uuid}`,
    created_at,
    cursor: `${created_at}#${uuid}`,
    ...more,
  };
};
const change = (uuid: string, act: Act, more: Partial<PendingChange> = {}) =>
  ({
    key: 'k',
    queuedAt: Date.UTC(2026, 5, 1, 13),
    group: 'g',
    message: uuid,
    ...act,
    ...more,
  }) as PendingChange;

test('without pending changes the messages stay the same array', () => {
  const messages = [message('a')];
  const refused = change('a', { kind: 'edit', text: 'new' }, { refused: 'too_late_to_edit' });
  expect(withChanges(messages, [], 'ann')).toBe(messages);
  expect(withChanges(messages, [refused], 'ann')).toBe(messages);
});

test('a pending edit and a pending deletion show, in the quotes of replies too', () => {
  const reply = (of: string) =>
    message(`reply to ${of}`, {
      reply_to: { uuid: of, user_uuid: 'ann', display_name: 'Ann', message: `text of ${of}`, deleted: false },
    });
  const shown = withChanges(
    [
      message('a'),
      message('b', { reactions: [{ emoji: '👍', user_uuids: ['ben'] }] }),
      reply('a'),
      reply('b'),
    ],
    [change('a', { kind: 'edit', text: 'new' }), change('b', { kind: 'delete' })],
    'ann',
  );
  expect(shown).toMatchObject([
    { message: 'new', edited_at: '2026-06-01T13:00:00.000Z' },
    { message: '', deleted_at: '2026-06-01T13:00:00.000Z', reactions: [] },
    { reply_to: { message: 'new', deleted: false } },
    { reply_to: { message: '', deleted: true } },
  ]);
});

test('pending reactions are put on and taken off beside those of others', () => {
  const reactions = [
    { emoji: '👍', user_uuids: ['ben', 'ann'] },
    { emoji: '❤️', user_uuids: ['ann'] },
  ];
  const react = (emoji: string, isOn: boolean) => change('a', { kind: 'react', emoji, isOn });
  const after = (...acts: PendingChange[]) =>
    withChanges([message('a', { reactions })], acts, 'ann')[0]?.reactions;
  expect(after(react('👍', false), react('❤️', false))).toEqual([{ emoji: '👍', user_uuids: ['ben'] }]);
  expect(after(react('😂', true), react('👍', true))).toEqual([
    ...reactions,
    { emoji: '😂', user_uuids: ['ann'] },
  ]);
});

test('nothing is done to a message that was deleted meanwhile', () => {
  const gone = message('a', { message: '', deleted_at: '2026-06-01T12:30:00.000Z' });
  expect(withChanges([gone], [change('a', { kind: 'edit', text: 'new' })], 'ann')).toEqual([gone]);
});
