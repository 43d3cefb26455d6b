import { isSendable, messageLength } from './message-length.ts';

test('counts the length in code points: 1,024 emoji fit, one more does not', () => {
  expect(messageLength('😀'.repeat(1024))).toEqual({ left: 0, isShown: true, isTooLong: false });
  expect(messageLength('😀'.repeat(1025))).toEqual({ left: -1, isShown: true, isTooLong: true });
});

test('shows the counter only near the limit', () => {
  expect(messageLength('a'.repeat(923)).isShown).toBe(false);
  expect(messageLength('a'.repeat(924)).isShown).toBe(true);
});

test.each([
  ['', false],
  [' \n\t', false],
  ['\ud800', false],
  ['a'.repeat(1025), false],
  ['\u200b\u3164', false],
  ['a\u001bb', false],
  [' a\n\tb ', true],
])('whether %j can be sent: %s', (text, sendable) => {
  expect(isSendable(text)).toBe(sendable);
});
