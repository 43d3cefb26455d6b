import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { RequestError } from '../../shared/errors.ts';
import { logFailure } from '../../shared/log.ts';
import { insertUser } from '../../shared/postgres/users.ts';
import { toNewUser } from './new-user.ts';

/**
 * The user pool's post-confirmation trigger: creates the user of a new account. A confirmed password reset triggers it
 * too and changes nothing. Failures are thrown, so that the person sees them; `POST /api/me` then registers the
 * account.
 */
export async function handler(event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> {
  try {
    await insertUser(toNewUser(event.request.userAttributes));
    return event;
  } catch (error) {
    // A taken handle is a user error that anyone can cause; each failure in the log raises an alarm.
    if (!(error instanceof RequestError) || error.status >= 500)
      logFailure('postConfirmation', event.userName, error);
    throw error;
  }
}
