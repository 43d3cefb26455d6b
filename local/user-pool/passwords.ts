import { extend, invalidPassword, type PoolRequest } from './emulator.ts';

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

const isTooShort = (password: PoolRequest['Password']) =>
  password !== undefined && [...password].length < PASSWORD_MIN_CHARACTERS;
