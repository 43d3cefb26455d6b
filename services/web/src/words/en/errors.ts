import type { ErrorCode } from '../../../../../shared/contract/error-codes.ts';

const tooManyAttempts = 'Too many attempts. Wait a few minutes, then try again.';
const accountExists = 'There is already an account with this email. Sign in instead?';
const needsNewPassword = 'You need a new password: use “Forgot your password?”.';
const noSuchUser = 'No user has this handle.';

const byCognitoCode = {
  NotAuthorizedException: 'Wrong email or password.',
  UserNotFoundException: 'There is no account with this email.',
  UserNotConfirmedException: 'This account is not confirmed yet. Enter the code from the email.',
  UsernameExistsException: accountExists,
  AliasExistsException: accountExists,
  WrongPassword: 'Wrong password.',
  EmailTaken: 'This email belongs to another account.',
  CodeMismatchException: 'Wrong code. Check it, then try again.',
  ExpiredCodeException: 'This code is no longer valid. Ask for a new one.',
  InvalidPasswordException: 'The password does not meet the rules.',
  PasswordResetRequiredException: needsNewPassword,
  NEW_PASSWORD_REQUIRED: needsNewPassword,
  LimitExceededException: tooManyAttempts,
  TooManyRequestsException: tooManyAttempts,
  TooManyFailedAttemptsException: tooManyAttempts,
  CodeDeliveryFailureException: 'The code could not be sent to this address.',
  AlreadyConfirmed: 'This account is already confirmed. Sign in.',
  NotConfirmed: 'The email of this account is not confirmed yet. Confirm it first.',
  UserLambdaValidationException: 'Your account was created, but not your profile. Sign in to finish.',
  TooManySignUps: 'Too many accounts were asked for. Wait an hour, then try again.',
  InvalidParameterException: 'A field of the form is not valid. Check it, then try again.',
  Unsupported: 'The local user pool does not support this. The first code still works.',
};

const byApiCode = {
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
  user_receiver_not_found: noSuchUser,
  user_receiver_is_sender: 'This is your own handle. You can only write to other people.',
  user_not_found: noSuchUser,
  rate_limited: 'Too many requests. Wait a moment, then try again.',
  idempotency_key_reused: 'This message could not be sent again. Copy the text and send it as a new message.',
  store_unavailable: 'The service cannot answer right now. Try again in a moment.',
  internal_error: 'Something went wrong on our side. Try again in a moment.',
} satisfies Partial<Record<ErrorCode, string>>;

export const errors = {
  byCognitoCode,
  byApiCode,
  didNotWork: 'That did not work. Try again in a moment.',
  tooManyRequests: (when: string) => `Too many requests. Try again ${when}.`,
  notReached: 'Cruddur cannot be reached.',
  notLoaded: 'This could not be loaded.',
  searchNeedsConnection: 'Searching needs a connection.',
  inSeconds: (seconds: number) => `in ${seconds} s`,
  inMinutes: (minutes: number) => `in ${minutes} min`,
  atTime: (time: string) => `at ${time}`,
};
