import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { Handle } from '../../../../shared/contract/users.ts';
import { handleFault } from './handle-rule.ts';
import { passwordFault } from './password-rules.ts';

test('a password is long, and of whatever characters, as the user pool takes it', () => {
  expect(passwordFault('correct horse battery staple')).toBeUndefined();
  const template = readFileSync(join(import.meta.dirname, '../../../users/resources/user-pool.yml'), 'utf8');
  const { MinimumLength: length, ...kinds } = parse(template, { logLevel: 'silent' }).Resources.UserPool
    .Properties.Policies.PasswordPolicy;
  expect(passwordFault('ä'.repeat(length))).toBeUndefined();
  expect(passwordFault('ä'.repeat(length - 1))).toBe(
    `The password still needs at least ${length} characters.`,
  );
  // Emoji are two units in JavaScript, and one character.
  expect(passwordFault('🙂'.repeat(length - 1))).toBeDefined();
  expect(new Set(Object.values(kinds))).toEqual(new Set([false]));
});

test('the user pool does not rotate refresh tokens: the service worker renews beside the page', () => {
  const template = readFileSync(join(import.meta.dirname, '../../../users/resources/user-pool.yml'), 'utf8');
  const { UserPoolClient } = parse(template, { logLevel: 'silent' }).Resources;
  expect(UserPoolClient.Properties.ExplicitAuthFlows).toContain('ALLOW_REFRESH_TOKEN_AUTH');
  expect(UserPoolClient.Properties.RefreshTokenRotation).toBeUndefined();
});

test('a handle has 3 to 30 characters: a to z, digits and _', () => {
  expect(handleFault('andrew_bayko')).toBeUndefined();
  expect(handleFault('ab')).toMatch('at least 3');
  expect(handleFault('a'.repeat(31))).toMatch('at most 30');
  expect(handleFault('ändrew')).toMatch('may only have a to z');
});

test('the page and the contract accept the same handles', () => {
  const handles = [
    'abc',
    'ab',
    'a_9',
    'A_9',
    'é_9',
    'a-b',
    '',
    'a'.repeat(30),
    'a'.repeat(31),
    'a b',
    'abc\n',
  ];
  for (const handle of handles)
    expect([handle, handleFault(handle) === undefined]).toEqual([handle, v.is(Handle(), handle)]);
});
