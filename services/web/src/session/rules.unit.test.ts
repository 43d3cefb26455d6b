import { plainWords } from '../api/plain-words.ts';
import { ApiError, Unreachable } from '../api/request.ts';
import { CognitoError } from './cognito.ts';
import { handleFault } from './handle-rule.ts';
import { passwordFault } from './password-rules.ts';

test('a password is good when every rule holds', () => {
  expect(passwordFault('Local-cloud-1')).toBeUndefined();
  expect(passwordFault('local-cloud')).toBe('The password still needs a capital letter and a digit.');
  expect(passwordFault('abc')).toMatch('needs at least 8 characters, a capital letter and a digit');
});

test('a handle is 3 to 30 of a to z, digits and _', () => {
  expect(handleFault('andrew_bayko')).toBeUndefined();
  expect(handleFault('ab')).toMatch('at least 3');
  expect(handleFault('a'.repeat(31))).toMatch('at most 30');
  expect(handleFault('ändrew')).toMatch('Only a to z');
});

test('no error shows what a server said', () => {
  const raw = 'java.lang.NullPointerException';
  const errors = [
    new CognitoError('Odd', raw),
    new ApiError(500, [raw]),
    new Unreachable(raw),
    new Error(raw),
  ];
  for (const error of errors) expect(plainWords(error)).not.toContain(raw);
});

test('a refusal is told in plain words', () => {
  expect(plainWords(new CognitoError('NotAuthorizedException', ''))).toMatch('password is not right');
  expect(plainWords(new ApiError(404, ['user_receiver_not_found']))).toBe('Nobody has this handle.');
});
