import * as v from 'valibot';
import { profileSettings } from '../../shared/config.ts';
import { DisplayName, WhoMayWrite } from '../../shared/contract/users.ts';
import { EmailNotVerified } from '../../shared/errors.ts';
import { type Attributes, verifiedEmail } from '../../shared/identity/attributes.ts';
import { type NewUser, parseHandle } from '../../shared/postgres/users.ts';

/** The stage's default for new accounts. */
const who_may_write = v.parse(v.optional(WhoMayWrite()), profileSettings().CRUDDUR_WHO_MAY_WRITE);

const displayNameSchema = DisplayName();

/**
 * The attributes of sign-up: `preferred_username` is the handle, unless another one is wanted, and `name` the display
 * name. The pool does not validate `name`; an invalid one is replaced by the handle.
 *
 * @throws EmailNotVerified if the address is not verified.
 */
export function toNewUser(attributes: Attributes, wantedHandle?: string | null): NewUser {
  const { sub, preferred_username = '', name } = attributes;
  if (!sub) throw new Error('The user pool gave an account without sub.');
  const email = verifiedEmail(attributes);
  if (!email) throw new EmailNotVerified();
  const handle = wantedHandle ?? preferred_username;
  const named = v.safeParse(displayNameSchema, name);
  const display_name = named.success ? named.output : (parseHandle(handle) ?? '');
  return { cognito_user_id: sub, email, handle, display_name, who_may_write };
}
