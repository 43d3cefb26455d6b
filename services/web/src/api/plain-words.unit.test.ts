import { ApiError, Unreachable } from '../../../../client/errors.ts';
import { CognitoError } from '../session/cognito.ts';
import { forgotPassword } from '../session/forgot-password.ts';
import { signIn } from '../session/sign-in.ts';
import { confirmSignUp, resendCode } from '../session/sign-up.ts';
import { plainWords } from './plain-words.ts';

function cognitoRefuses(__type: string, message: string): void {
  const answer = (path: string) =>
    path === '/config.json'
      ? Response.json({ cognitoEndpoint: '/cognito', cognitoClientId: 'web' })
      : Response.json({ __type, message }, { status: 400 });
  Object.assign(globalThis, { fetch: async (path: string) => answer(path) });
}

const email = 'vir@example.com';

test.each([
  [() => signIn(email, ''), 'NotAuthorizedException', 'Password attempts exceeded', 'Too many attempts'],
  [() => signIn(email, ''), 'UserNotFoundException', 'User does not exist.', 'email or password'],
  [() => forgotPassword(email), 'InvalidParameterException', 'No verified email', 'not confirmed yet'],
  [() => resendCode(email), 'InvalidParameterException', 'User is already confirmed.', 'already confirmed'],
])('%s, refused as %s (%s), gets its own message', async (action, code, message, words) => {
  cognitoRefuses(code, message);
  expect(plainWords(await action().catch((error) => error))).toMatch(words);
});

test('confirming an account is idempotent', async () => {
  cognitoRefuses('NotAuthorizedException', 'User cannot be confirmed. Current status is CONFIRMED');
  await expect(confirmSignUp(email, '123456')).resolves.toBeUndefined();
});

test('no message contains the raw text of a server', () => {
  const raw = 'java.lang.NullPointerException';
  const errors = [
    new CognitoError('Odd', raw),
    new ApiError(500, [raw]),
    new Unreachable({ cause: raw }),
    new Error(raw),
  ];
  for (const error of errors) expect(plainWords(error)).not.toContain(raw);
});

test('a refusal gets a message in plain words', () => {
  expect(plainWords(new CognitoError('NotAuthorizedException', ''))).toMatch('Wrong email or password');
  expect(plainWords(new ApiError(404, ['user_receiver_not_found']))).toBe('No user has this handle.');
  expect(plainWords(new ApiError(429, ['rate_limited'], { retryAfter: 37 }))).toContain('in 37 s');
});
