import type { NewUser } from '../../shared/postgres/users.ts';

/** The attributes of sign-up: `preferred_username` is the handle, `name` the display name. */
export function toNewUser(attributes: Record<string, string | undefined>): NewUser {
  const { sub, email, preferred_username: handle = '', name } = attributes;
  if (!sub || !email) throw new Error('The user pool gave an account without sub or email.');
  return { cognito_user_id: sub, email, handle, display_name: name?.trim() || handle };
}
