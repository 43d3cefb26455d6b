import { type ErrorCode, errorStatus } from './contract/error-codes.ts';

/**
 * A refused request. The edge (`http.ts`) turns these into problem documents; any other error is a 500 without details.
 */
export class RequestError extends Error {
  // Written out here and below: bundles shorten the names of classes.
  override name = 'RequestError';
  readonly codes: readonly [ErrorCode, ...ErrorCode[]];
  /** Whole seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(codes: readonly [ErrorCode, ...ErrorCode[]], detail: string, retryAfter?: number) {
    super(detail);
    this.codes = codes;
    this.retryAfter = retryAfter;
  }

  /** The status of the first code. */
  get status(): number {
    return errorStatus[this.codes[0]];
  }
}

export class InvalidRequest extends RequestError {
  override name = 'InvalidRequest';
}

export class Unauthenticated extends RequestError {
  override name = 'Unauthenticated';

  /** What is wrong with the token, for the log alone. */
  readonly reason: string;

  constructor(reason: string) {
    super(['unauthenticated'], 'A valid access token is needed.');
    this.reason = reason;
  }
}

export class AccountDisabled extends RequestError {
  override name = 'AccountDisabled';

  constructor() {
    super(['account_disabled'], 'This account has been disabled.');
  }
}

/** An operator lets the account read and leave, but not write. */
export class Suspended extends RequestError {
  override name = 'Suspended';

  constructor() {
    super(['suspended'], 'This account is suspended: it can read, but not write.');
  }
}

/** What cannot be undone needs more than a token, which somebody may have found. */
export class SignInAgain extends RequestError {
  override name = 'SignInAgain';

  constructor() {
    super(['sign_in_again'], 'This needs a sign-in of the last minutes.');
  }
}

export class UserNotRegistered extends RequestError {
  override name = 'UserNotRegistered';

  constructor() {
    super(['user_not_registered'], 'The account has no user yet: POST /api/me, or try again.', 1);
  }
}

/** Blocked, by either side: one code, so that nobody learns which. */
export class NotAcceptingMessages extends RequestError {
  override name = 'NotAcceptingMessages';

  constructor() {
    super(['not_accepting_messages'], 'This person does not take messages from you.');
  }
}

export class UserIsCaller extends RequestError {
  override name = 'UserIsCaller';

  constructor() {
    super(['user_is_caller'], 'This needs somebody else than yourself.');
  }
}

export class MessageGroupNotFound extends RequestError {
  override name = 'MessageGroupNotFound';

  constructor() {
    super(['message_group_not_found'], 'There is no such message group.');
  }
}

export class MessageNotFound extends RequestError {
  override name = 'MessageNotFound';
  constructor() {
    super(['message_not_found'], 'There is no such message.');
  }
}

export class NotTheSender extends RequestError {
  override name = 'NotTheSender';
  constructor() {
    super(['not_the_sender'], 'Only its sender may change a message.');
  }
}

export class TooLateToEdit extends RequestError {
  override name = 'TooLateToEdit';
  constructor() {
    super(['too_late_to_edit'], 'A message may be edited for 24 hours.');
  }
}

export class RequestNotAccepted extends RequestError {
  override name = 'RequestNotAccepted';
  constructor() {
    super(['request_not_accepted'], 'Three messages may be sent until this person accepts.');
  }
}

export class TooManyUnanswered extends RequestError {
  override name = 'TooManyUnanswered';
  constructor() {
    super(['too_many_unanswered'], 'A hundred messages wait for an answer.');
  }
}

export class TooManyPinned extends RequestError {
  override name = 'TooManyPinned';
  constructor() {
    super(['too_many_pinned'], 'At most 5 conversations may be pinned.');
  }
}

export class TooManyEdits extends RequestError {
  override name = 'TooManyEdits';
  constructor() {
    super(['too_many_edits'], 'A message may be edited 10 times.');
  }
}

export class TooManyReactions extends RequestError {
  override name = 'TooManyReactions';
  constructor() {
    super(['too_many_reactions'], 'There are 5 emoji of a person on a message at most, and 20 kinds.');
  }
}

export class MessageDeleted extends RequestError {
  override name = 'MessageDeleted';
  constructor() {
    super(['message_deleted'], 'This message was deleted.');
  }
}

export class SearchOff extends RequestError {
  override name = 'SearchOff';
  constructor() {
    super(['search_off'], 'This service does not search messages.');
  }
}

export class UserReceiverNotFound extends RequestError {
  override name = 'UserReceiverNotFound';

  constructor() {
    super(['user_receiver_not_found'], 'Nobody has this handle.');
  }
}

export class UserReceiverIsSender extends RequestError {
  override name = 'UserReceiverIsSender';

  constructor() {
    super(['user_receiver_is_sender'], 'A message needs somebody else to receive it.');
  }
}

export class UserNotFound extends RequestError {
  override name = 'UserNotFound';

  constructor() {
    super(['user_not_found'], 'Nobody has this handle.');
  }
}

export class HandleTaken extends RequestError {
  override name = 'HandleTaken';

  constructor() {
    super(['handle_taken'], 'Somebody else has this handle: choose another.');
  }
}

export class EmailTaken extends RequestError {
  override name = 'EmailTaken';

  constructor() {
    super(['email_taken'], 'Another account has this e-mail address.');
  }
}

export class EmailNotVerified extends RequestError {
  override name = 'EmailNotVerified';

  constructor() {
    super(['email_not_verified'], "The account's e-mail address has to be verified first.");
  }
}

export class HandleInvalid extends RequestError {
  override name = 'HandleInvalid';

  constructor() {
    super(['handle_invalid'], 'A handle is 3 to 30 of a-z, 0-9 and _.');
  }
}

export class EndpointInvalid extends RequestError {
  override name = 'EndpointInvalid';

  constructor() {
    super(['endpoint_invalid'], 'The endpoint is of no push service that this stage knows.');
  }
}

export class MalformedCursor extends RequestError {
  override name = 'MalformedCursor';

  constructor() {
    super(['malformed_cursor'], 'The cursor names no message.');
  }
}

export class MalformedJson extends RequestError {
  override name = 'MalformedJson';

  constructor() {
    super(['malformed_json'], 'The body is not JSON.');
  }
}

export class NotJson extends RequestError {
  override name = 'NotJson';

  constructor() {
    super(['not_json'], 'The body must be sent as application/json.');
  }
}

export class BodyTooLarge extends RequestError {
  override name = 'BodyTooLarge';

  constructor() {
    super(['body_too_large'], 'The body is larger than 64 KiB.');
  }
}

export class IdempotencyKeyReused extends RequestError {
  override name = 'IdempotencyKeyReused';

  constructor() {
    super(['idempotency_key_reused'], 'This idempotency key was used for another request.');
  }
}

export class RateLimited extends RequestError {
  override name = 'RateLimited';

  constructor(retryAfter_s = 1) {
    super(['rate_limited'], 'Too many requests: slow down.', retryAfter_s);
  }
}

/** A store is down, slow or has conflicts. Nothing was acknowledged; the same request may be retried. */
export class StoreUnavailable extends RequestError {
  override name = 'StoreUnavailable';

  constructor({
    detail = 'The service cannot answer right now.',
    cause,
  }: { detail?: string; cause?: unknown } = {}) {
    super(['store_unavailable'], detail, 1);
    if (cause) this.cause = cause;
  }
}
