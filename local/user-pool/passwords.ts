import { claimsOf, extend, invalidPassword, notAuthorized, type PoolRequest } from './emulator.ts';

/** The deployed pool's policy: services/users/resources/user-pool.yml. */
const PASSWORD_MIN_CHARACTERS = 12;

/** Refuses a new password that is too short. */
const fields: Record<string, 'Password' | 'ProposedPassword' | 'TemporaryPassword'> = {
  SignUp: 'Password',
  ConfirmForgotPassword: 'Password',
  ChangePassword: 'ProposedPassword',
  AdminSetUserPassword: 'Password',
  AdminCreateUser: 'TemporaryPassword',
};

for (const [name, field] of Object.entries(fields)) {
  extend(name, (original, services) => async (context, request) => {
    if (isTooShort(request[field]))
      throw invalidPassword('Password did not conform with policy: Password not long enough');
    return original(services)(context, request);
  });
}

/** The password before is checked as at a sign-in, and refused as there. */
extend('ChangePassword', (original, services) => async (context, request) => {
  const { sub, client_id } = claimsOf(request.AccessToken);
  const pool = await services.cognito.getUserPoolForClientId(context, client_id);
  const user = await pool.getUserByUsername(context, sub);
  if (user && user.Password !== request.PreviousPassword)
    throw notAuthorized('Incorrect username or password.');
  return original(services)(context, request);
});

const isTooShort = (password: PoolRequest['Password']) =>
  password !== undefined && [...password].length < PASSWORD_MIN_CHARACTERS;
