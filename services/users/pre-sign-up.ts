import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { clockMs } from '../../shared/clock.ts';
import { securitySettings } from '../../shared/config.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { type Consumption, metered } from '../../shared/edge/metering.ts';
import { RequestError } from '../../shared/errors.ts';
import { logFailure, logRequest } from '../../shared/log.ts';
import { pseudonymOf } from '../../shared/pseudonym.ts';
import { removeUnconfirmed } from './unconfirmed-account.ts';

const { CRUDDUR_LOG_KEY: key } = securitySettings();

/**
 * The user pool's pre-sign-up trigger. It limits how often accounts are made, since each sends a mail, and makes way for
 * who signs up now: somebody else may have signed up with the address before, and the one who confirms it would get an
 * account with that other password.
 *
 * @throws RateLimited beyond a limit; the pool refuses the sign-up with UserLambdaValidationException.
 */
export const handler = (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> =>
  metered(async (consumption) => {
    // Operators create accounts without limit, and never in place of another.
    if (event.triggerSource !== 'PreSignUp_SignUp') return event;
    const started = clockMs();
    const { email = '' } = event.request.userAttributes;
    const address = pseudonymOf(key, email.toLowerCase());
    const log = (status: number, codes?: readonly string[]) =>
      logSignUp(consumption, { status, codes, caller: address, request_id: event.userName, started });
    try {
      await spend('signUpsOfAddress', address);
      // Second, so that one address alone cannot use up the limit of the stage.
      await spend('signUps', 'stage');
    } catch (error) {
      if (error instanceof RequestError) log(error.status, error.codes);
      throw error;
    }
    await makeWay(event, email);
    log(200);
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

function logSignUp({ readUnits, writeUnits }: Consumption, { codes, started, ...line }: SignUp): void {
  logRequest({
    operation: 'preSignUp',
    ...line,
    milliseconds: clockMs() - started,
    read_units: readUnits,
    write_units: writeUnits,
    ...(codes && { error_codes: codes }),
  });
}

interface SignUp {
  status: number;
  codes: readonly string[] | undefined;
  caller: string;
  request_id: string;
  started: number;
}
