import { createHash } from 'node:crypto';
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { spend } from '../../shared/dynamo/limits.ts';
import { metered } from '../../shared/edge/metering.ts';
import { logFailure } from '../../shared/log.ts';
import { removeUnconfirmed } from './unconfirmed-account.ts';

/**
 * The user pool's pre-sign-up trigger. It limits how often accounts are made, since each sends a mail, and makes way for
 * who signs up now: somebody else may have signed up with the address before, and the one who confirms it would get an
 * account with that other password.
 *
 * @throws RateLimited beyond a limit; the pool refuses the sign-up with UserLambdaValidationException.
 */
export const handler = (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> =>
  metered(async () => {
    // Operators create accounts without limit, and never in place of another.
    if (event.triggerSource !== 'PreSignUp_SignUp') return event;
    const { email = '' } = event.request.userAttributes;
    await spend('signUpsOfAddress', hashOf(email.toLowerCase()));
    // Second, so that one address alone cannot use up the limit of the stage.
    await spend('signUps', 'stage');
    await makeWay(event, email);
    return event;
  }, 'preSignUp');

/** If the pool fails, the sign-up goes on: at worst, the pool itself refuses it because of the other account. */
async function makeWay({ userPoolId, userName }: PreSignUpTriggerEvent, email: string): Promise<void> {
  try {
    await removeUnconfirmed(userPoolId, email);
  } catch (error) {
    logFailure('preSignUp', userName, error);
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');
