import { ApiError, Unreachable } from '../../../../client/errors.ts';
import type { ErrorCode } from '../../../../shared/contract/error-codes.ts';
import { waitingTime } from '../design/waiting-time.ts';
import { CognitoError } from '../session/cognito.ts';

const ofCognito: Record<string, string> = {
  NotAuthorizedException: 'The email or the password is not right.',
  UserNotFoundException: 'There is no account with this email.',
  UserNotConfirmedException: 'This account still waits for its confirmation code.',
  UsernameExistsException: 'There is already an account with this email. Sign in instead?',
  AliasExistsException: 'There is already an account with this email. Sign in instead?',
  CodeMismatchException: 'This is not the code that was sent. Look again?',
  ExpiredCodeException: 'This code is no longer valid. Ask for a new one.',
  InvalidPasswordException: 'The password does not fulfil the rules.',
  PasswordResetRequiredException: 'The password has to be replaced: use “Forgot your password?”.',
  NEW_PASSWORD_REQUIRED: 'The password has to be replaced: use “Forgot your password?”.',
  LimitExceededException: 'Too many tries. Wait a little, then try again.',
  TooManyRequestsException: 'Too many tries. Wait a little, then try again.',
  TooManyFailedAttemptsException: 'Too many tries. Wait a little, then try again.',
  CodeDeliveryFailureException: 'The code could not be sent to this address.',
  AlreadyConfirmed: 'This account is confirmed already. Sign in with it.',
  NotConfirmed: 'The address of this account is not confirmed yet: that comes first.',
  UserLambdaValidationException: 'The account is there, but its profile is not yet. Sign in to finish.',
  TooManySignUps: 'Too many accounts were asked for. Wait an hour, then try again.',
  InvalidParameterException: 'Something in the form is not valid.',
  Unsupported: 'The local user pool cannot do this. The first code still works.',
};

const ofApi: Partial<Record<ErrorCode, string>> = {
  handle_taken: 'Somebody else has this handle. Choose another.',
  account_disabled: 'This account has been disabled.',
  email_taken: 'This email belongs to another account.',
  email_not_verified: 'This email is not verified yet.',
  handle_invalid: 'A handle is 3 to 30 of the letters a to z, digits and _.',
  display_name_blank: 'A display name cannot be empty.',
  display_name_invalid: 'A display name has at most 64 characters, all of them printable.',
  message_blank: 'An empty message cannot be sent.',
  message_exceed_max_chars: 'This message is longer than 1,024 characters.',
  message_invalid: 'This message contains characters that cannot be sent.',
  message_group_not_found: 'This conversation does not exist, or it is not yours.',
  user_receiver_not_found: 'Nobody has this handle.',
  user_receiver_is_sender: 'This is your own handle. A message needs somebody else.',
  user_not_found: 'Nobody has this handle.',
  rate_limited: 'Too many requests at once. Wait a moment.',
  idempotency_key_reused: 'This message could not be sent again. Copy the text and send it anew.',
  store_unavailable: 'The service cannot answer right now. Try again in a moment.',
  internal_error: 'Something went wrong on our side. Try again in a moment.',
};

/** The message that a user sees for an error; never the raw text of a server. */
export function plainWords(error: unknown): string {
  if (error instanceof CognitoError)
    return ofCognito[error.code] ?? 'That did not work. Try again in a moment.';
  if (error instanceof ApiError && error.status === 429 && error.retryAfter && error.retryAfter > 1)
    return `Too many requests. Try again ${waitingTime(error.retryAfter)}.`;
  if (error instanceof ApiError) return plainCode(error.codes[0]);
  return 'Cruddur cannot be reached.';
}

/** Why something could not be loaded. An outage is told by the banner. */
export function whyNotLoaded(error: unknown): string {
  return error instanceof Unreachable ? 'This could not be loaded.' : plainWords(error);
}

/**
 * Why a field was refused.
 *
 * @throws the error itself if it is about something else.
 */
export function faultOf(field: 'handle' | 'display_name', error: unknown): string {
  if (error instanceof ApiError && error.codes[0]?.startsWith(`${field}_`)) return plainWords(error);
  throw error;
}

export function plainCode(code: string | undefined): string {
  return ofApi[code as ErrorCode] ?? 'That did not work. Try again in a moment.';
}
