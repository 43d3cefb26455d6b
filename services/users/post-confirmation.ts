import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { RequestError } from '../../shared/errors.ts';
import { logFailure } from '../../shared/log.ts';
import { insertUser } from '../../shared/postgres/users.ts';
import { toNewUser } from './new-user.ts';

/**
 * The user pool's trigger after a sign-up is confirmed: the account becomes a user. Confirming a forgotten
 * password triggers it too, which changes nothing. A failure is thrown, so that the person sees it; the account
 * is then registered by `POST /api/me`.
 */
export async function handler(event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> {
  try {
    await insertUser(toNewUser(event.request.userAttributes));
    return event;
  } catch (error) {
    // A handle that is taken is no failure of ours, and anybody can choose one; each failure in the log raises an alarm.
    if (!(error instanceof RequestError) || error.status >= 500)
      logFailure('postConfirmation', event.userName, error);
    throw error;
  }
}
