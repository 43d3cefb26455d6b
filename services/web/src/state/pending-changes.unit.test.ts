import type { Message } from '../../../../shared/contract/messages.ts';
import { saveSession } from '../session/session.ts';
import { nextChange, pendingChanges, queueChange, refuseChange, removeChange } from './pending-changes.ts';

beforeEach(() => {
  saveSession({ sub: 'ann', accessToken: 'a', refreshToken: 'r', expiresAt: 1 });
  for (const change of pendingChanges()) removeChange(change);
});

const message = (uuid: string) => ({ uuid }) as Message;
const edit = (text: string) => ({ kind: 'edit', text }) as const;
const react = (emoji: string, isOn = true) => ({ kind: 'react', emoji, isOn }) as const;

test('a later change takes the place of what it makes void', () => {
  queueChange('g', message('a'), edit('first'));
  queueChange('g', message('a'), edit('second'));
  queueChange('g', message('b'), edit('other'));
  queueChange('g', message('a'), react('👍'));
  queueChange('g', message('a'), react('❤️'));
  queueChange('g', message('a'), react('👍', false));
  expect(pendingChanges()).toMatchObject([
    { text: 'second' },
    { text: 'other' },
    { emoji: '❤️', isOn: true },
    { emoji: '👍', isOn: false },
  ]);
  queueChange('g', message('a'), { kind: 'delete' });
  expect(pendingChanges()).toMatchObject([{ text: 'other' }, { kind: 'delete', message: 'a' }]);
});

test('a deletion does not wait for what was queued before it', () => {
  queueChange('g', message('a'), react('👍'));
  queueChange('g', message('b'), { kind: 'delete' });
  expect(nextChange('g')).toMatchObject({ kind: 'delete' });
  expect(nextChange('another group')).toBeUndefined();
});

test('at most 200 changes wait; one that takes the place of another is still taken', () => {
  for (let count = 1; count <= 200; count++) queueChange('g', message(`m${count}`), edit('text'));
  expect(queueChange('g', message('one more'), edit('text'))).toBe(false);
  expect(queueChange('g', message('m1'), edit('changed'))).toBe(true);
  expect(pendingChanges()).toHaveLength(200);
});

test('a refused edit keeps its text and is not sent again, unless its message is gone', () => {
  queueChange('g', message('a'), edit('too late'));
  queueChange('g', message('b'), edit('for nobody'));
  const [late, gone] = pendingChanges();
  if (!late || !gone) throw new Error('Nothing was queued.');
  refuseChange(late, 'too_late_to_edit');
  refuseChange(gone, 'message_deleted');
  expect(pendingChanges()).toMatchObject([{ text: 'too late', refused: 'too_late_to_edit' }, { text: '' }]);
  expect(nextChange('g')).toBeUndefined();
});

test('the refusal of a change that another one has replaced is forgotten', () => {
  queueChange('g', message('a'), edit('first'));
  const [first] = pendingChanges();
  queueChange('g', message('a'), edit('second'));
  if (first) refuseChange(first, 'message_invalid');
  expect(pendingChanges()).toMatchObject([{ text: 'second' }]);
});
