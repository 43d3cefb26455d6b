import type { StoredMessage } from './messages.ts';
import { countUnanswered } from './unanswered.ts';

/** Messages newest first: `a` of ann and `b` of ben, each a second after the one behind it. */
const read = (senders: string) =>
  [...senders].map((user_uuid, n) => ({
    user_uuid,
    created_at: new Date((senders.length - n) * 1_000).toISOString(),
  })) as StoredMessage[];
const rowAt = (second: number, unanswered?: number) => ({
  unanswered,
  last_message_at: new Date(second * 1_000).toISOString(),
});

test.each([
  ['all after an answer that was read', 'aab', rowAt(1, 7), 2],
  ['none if the answer is the newest', 'baa', rowAt(2, 2), undefined],
  ['those that the row does not know beside those that it does', 'aaa', rowAt(2, 40), 41],
  ['nothing twice when the same is read again', 'aaa', rowAt(3, 40), 40],
  ['as many as it did if nothing was read', '', rowAt(3, 40), 40],
  ['a hundred at most', 'aaa', rowAt(0, 99), 100],
])('counts %s', (_, senders, row, expected) => {
  expect(countUnanswered('a', row, read(senders))).toBe(expected);
});
