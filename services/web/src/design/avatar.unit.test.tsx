import { initialsOf } from './avatar.tsx';

test.each([
  ['Andrew Bayko', 'AB'],
  ['nwalie', 'N'],
  ['Ada King Lovelace', 'AL'],
  ['  山田 太郎 ', '山太'],
  ['👩‍🚀', '👩‍🚀'],
  ['(Bot) "x"', 'BX'],
])('the initials of %s are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
