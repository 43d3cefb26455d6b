import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { keptList, keptTimeline, MAX_GROUPS, MAX_MESSAGES } from './kept-shapes.ts';

const messages = Array.from({ length: 60 }, (_, index) => ({ cursor: `${index}` }) as Message);
const whole = { messages, hasOlder: false, hasNewer: false, completeTo: null, changesTo: null };

test('of a conversation the newest page is kept, which knows of older messages', () => {
  const kept = keptTimeline({ ...whole, completeTo: 'then', changesTo: 'then' });
  expect(kept).toEqual({ ...whole, messages: messages.slice(-MAX_MESSAGES), hasOlder: true });
  expect(keptTimeline({ ...whole, messages: messages.slice(0, 3) })?.hasOlder).toBe(false);
});

test('a window that does not reach the newest message is not kept', () => {
  expect(keptTimeline({ ...whole, hasNewer: true })).toBeUndefined();
});

test('of the list its beginning is kept, as a whole list, and the counts of what is unread', () => {
  const groups = Array.from({ length: 40 }, (_, index) => ({ uuid: `${index}` }) as MessageGroup);
  const kept = keptList({ groups, unread: { 1: 2, 39: 1, 40: 0 }, next: { query: { limit: 30 } } });
  expect(kept.groups).toEqual(groups.slice(0, MAX_GROUPS));
  expect(kept).toMatchObject({ unread: { 1: 2, 39: 1 }, next: undefined });
});
