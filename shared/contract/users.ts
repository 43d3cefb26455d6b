import * as v from 'valibot';
import { hasControlsOrBreaks, hasHidden, hasPiledMarks } from './characters.ts';
import type { Operation } from './operation.ts';
import { isReservedName } from './reserved-names.ts';
import {
  atLeast,
  atMost,
  isAbsent,
  type Made,
  Nothing,
  notBlank,
  rules,
  sent,
  text,
  together,
  Uuid,
  without,
} from './schema.ts';

export const DISPLAY_NAME_MAX_CODE_POINTS = 64;

/** One letter finds nobody in particular, and a directory is read letter by letter. */
export const SEARCH_MIN_CODE_POINTS = 2;

export const Handle = () => v.pipe(v.string(), v.regex(/^[a-z0-9_]{3,30}$/));
export type Handle = Made<typeof Handle>;

export const UserShort = () => v.object({ uuid: Uuid(), handle: Handle(), display_name: v.string() });
export type UserShort = Made<typeof UserShort>;

/** From whom a user takes first messages; under `requests` they wait until the user accepts them. */
export const WhoMayWrite = () => v.picklist(['everyone', 'requests', 'nobody'], 'who_may_write_invalid');
export type WhoMayWrite = Made<typeof WhoMayWrite>;

export const Me = () =>
  v.object({
    ...UserShort().entries,
    email: v.string(),
    who_may_write: WhoMayWrite(),
    /** An operator lets the user read, but not write; absent otherwise. */
    suspended: v.optional(v.literal(true)),
  });
export type Me = Made<typeof Me>;

/** A display name without hidden characters, piled marks or impersonation. */
export const DisplayName = () =>
  v.pipe(
    text('display_name', 'display_name_blank'),
    v.trim(),
    v.normalize('NFC'),
    rules(
      notBlank('display_name_blank'),
      atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'display_name_invalid'),
      without(hasControlsOrBreaks, 'display_name_invalid'),
      without(hasHidden, 'display_name_invalid'),
      without(hasPiledMarks, 'display_name_invalid'),
      without(isReservedName, 'display_name_invalid'),
    ),
  );

/** In UTC, as 2026-11: to tell a day or an hour would tell more of somebody than others need. */
const Month = () => v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/));

export const getUserShort = {
  name: 'getUserShort',
  summary: 'Who a handle is, and since which month; the handle may be written with a leading @',
  public: true,
  params: () => sent({ handle: text('handle') }, 'handle_invalid'),
  response: () => v.object({ ...UserShort().entries, joined: Month() }),
  errors: ['user_not_found', 'handle_invalid'],
} as const satisfies Operation;

export const searchUsers = {
  name: 'searchUsers',
  summary:
    'Up to 20 users whose handle, or a word of whose display name, begins with q, at least 2 characters; the caller left out',
  query: () =>
    sent(
      {
        q: v.pipe(
          text('q'),
          v.normalize('NFC'),
          rules(
            notBlank('q_invalid'),
            atLeast(SEARCH_MIN_CODE_POINTS, 'q_invalid'),
            atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'q_invalid'),
            without(hasControlsOrBreaks, 'q_invalid'),
          ),
        ),
      },
      'q_invalid',
    ),
  response: () => v.array(UserShort()),
  errors: ['q_invalid', 'user_not_registered'],
} as const satisfies Operation;

export const getMe = {
  name: 'getMe',
  summary: 'The caller',
  response: Me,
  errors: ['user_not_registered'],
} as const satisfies Operation;

export const updateMe = {
  name: 'updateMe',
  summary: "Changes the caller's display name, in existing message groups too, or who may write to them",
  body: () =>
    v.pipe(
      sent(
        { display_name: v.nullish(DisplayName()), who_may_write: v.nullish(WhoMayWrite()) },
        'display_name_blank',
      ),
      together(
        ({ display_name, who_may_write }) => !isAbsent(display_name) || !isAbsent(who_may_write),
        'display_name_blank',
      ),
    ),
  response: Me,
  errors: [
    'display_name_blank',
    'display_name_invalid',
    'who_may_write_invalid',
    'suspended',
    'user_not_registered',
  ],
} as const satisfies Operation;

/** An optional new handle: without it, an account whose handle is taken or invalid could never register. */
export const registerMe = {
  name: 'registerMe',
  summary: "Registers a caller whose row is missing, from the user pool's attributes",
  body: () => sent({ handle: v.nullish(text('handle')) }, 'handle_invalid'),
  response: Me,
  errors: ['handle_invalid', 'handle_taken', 'email_taken', 'email_not_verified'],
} as const satisfies Operation;

/** What others see in place of somebody who has deleted their account. Nobody can take either. */
export const DELETED_ACCOUNT = { display_name: 'Deleted account', handle: 'deleted_account' } as const;

/** What becomes of the messages of a deleted account: they stay without its name, or their texts are deleted too. */
export const MessagesAfterErasure = () => v.picklist(['keep', 'erase'], 'messages_invalid');
export type MessagesAfterErasure = Made<typeof MessagesAfterErasure>;

/**
 * The answer means that the erasure has begun and cannot be stopped; it goes on for a minute or more. The sign-in of the
 * token's session must not be older than ten minutes, however often the token was renewed.
 */
export const eraseMe = {
  name: 'eraseMe',
  summary:
    "Deletes the caller's account for good. Their messages stay under the name of a deleted account (keep), or are deleted for everyone (erase)",
  body: () => sent({ messages: MessagesAfterErasure() }, 'messages_invalid'),
  response: Nothing,
  errors: ['messages_invalid', 'sign_in_again', 'user_not_registered'],
} as const satisfies Operation;
