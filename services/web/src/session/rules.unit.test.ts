import { handleFault } from './handle-rule.ts';
import { passwordFault } from './password-rules.ts';

test('a password is valid when every rule holds', () => {
  expect(passwordFault('Local-cloud-1')).toBeUndefined();
  expect(passwordFault('local-cloud')).toBe('The password still needs a capital letter and a digit.');
  expect(passwordFault('abc')).toMatch('needs at least 8 characters, a capital letter and a digit');
});

test('a handle has 3 to 30 characters: a to z, digits and _', () => {
  expect(handleFault('andrew_bayko')).toBeUndefined();
  expect(handleFault('ab')).toMatch('at least 3');
  expect(handleFault('a'.repeat(31))).toMatch('at most 30');
  expect(handleFault('ändrew')).toMatch('Only a to z');
});
