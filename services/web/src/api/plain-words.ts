import { ApiError, Unreachable } from '../../../../client/errors.ts';
import type { ErrorCode } from '../../../../shared/contract/error-codes.ts';
import { waitingTime } from '../design/waiting-time.ts';
import { CognitoError } from '../session/cognito.ts';

const ofCognito: Record<string, string> = {
  NotAuthorizedException: 'Wrong email or password.',
  UserNotFoundException: 'There is no account with this email.',
  UserNotConfirmedException: 'This account is not confirmed yet. Enter the code from the email.',
  UsernameExistsException: 'There is already an account with this email. Sign in instead?',
  AliasExistsException: 'There is already an account with this email. Sign in instead?',
  CodeMismatchException: 'Wrong code. Check it, then try again.',
  ExpiredCodeException: 'This code is no longer valid. Ask for a new one.',
  InvalidPasswordException: 'The password does not meet the rules.',
  PasswordResetRequiredException: 'You need a new password: use “Forgot your password?”.',
  NEW_PASSWORD_REQUIRED: 'You need a new password: use “Forgot your password?”.',
  LimitExceededException: 'Too many attempts. Wait a few minutes, then try again.',
  TooManyRequestsException: 'Too many attempts. Wait a few minutes, then try again.',
  TooManyFailedAttemptsException: 'Too many attempts. Wait a few minutes, then try again.',
  CodeDeliveryFailureException: 'The code could not be sent to this address.',
  AlreadyConfirmed: 'This account is already confirmed. Sign in.',
  NotConfirmed: 'The email of this account is not confirmed yet. Confirm it first.',
  UserLambdaValidationException: 'Your account was created, but not your profile. Sign in to finish.',
  TooManySignUps: 'Too many accounts were asked for. Wait an hour, then try again.',
  InvalidParameterException: 'A field of the form is not valid. Check it, then try again.',
  Unsupported: 'The local user pool does not support this. The first code still works.',
};

const ofApi: Partial<Record<ErrorCode, string>> = {
  handle_taken: 'This handle is taken. Choose another.',
  account_disabled: 'This account has been disabled.',
  sign_in_again: 'Sign in again first.',
  suspended: 'Your account is suspended: you can read, but not write.',
  email_taken: 'This email belongs to another account.',
  email_not_verified: 'This email is not verified yet.',
  handle_invalid: 'A handle has 3 to 30 characters: a to z, 0 to 9 and _.',
  display_name_blank: 'A display name cannot be empty.',
  display_name_invalid: 'A display name has at most 64 characters, all of them printable.',
  message_blank: 'An empty message cannot be sent.',
  message_exceed_max_chars: 'This message is longer than 1,024 characters.',
  message_invalid: 'This message contains characters that cannot be sent.',
  not_accepting_messages: 'This person does not take messages from you.',
  request_not_accepted: 'Three messages can be sent until this person accepts or answers.',
  too_many_unanswered: 'A hundred messages wait for an answer. You can write on when one comes.',
  message_group_not_found: 'This conversation does not exist, or it is not yours.',
  message_not_found: 'This message is no longer there.',
  message_deleted: 'This message was deleted.',
  not_the_sender: 'Only the sender of a message can change it.',
  too_late_to_edit: 'A message can be edited for 24 hours.',
  too_many_reactions: 'There are enough reactions on this message.',
  too_many_pinned: 'At most 5 conversations can be pinned. Unpin one first.',
  too_many_edits: 'A message can be edited 10 times.',
  user_receiver_not_found: 'No user has this handle.',
  user_receiver_is_sender: 'This is your own handle. You can only write to other people.',
  user_not_found: 'No user has this handle.',
  rate_limited: 'Too many requests. Wait a moment, then try again.',
  idempotency_key_reused: 'This message could not be sent again. Copy the text and send it as a new message.',
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
