import * as z from 'zod/mini';

/**
 * The API as schemas. Types, the validation of requests, the checks of responses in the tests and
 * `docs/openapi.json` all come from here.
 *
 * The message of a schema issue is the error code that the client receives. A schema is a function that makes it,
 * so that each Lambda function makes its own ones only, and a bundle leaves out those that nothing asks for.
 */

export type Schema = () => z.ZodMiniType;

/** What a schema accepts. */
export type Made<S extends Schema> = z.infer<ReturnType<S>>;

export const MESSAGE_MAX_CODE_POINTS = 1024;
export const DISPLAY_NAME_MAX_CODE_POINTS = 64;
export const BODY_MAX_BYTES = 64 * 1024;
export const PAGE_LIMIT_DEFAULT = 20;
/** Counting stops here; a client shows "99+" from this value on. */
export const UNREAD_COUNT_MAX = 100;

/** Every error code and the HTTP status that carries it. `<field>_invalid` (422) comes on top. */
export const errorStatus = {
  malformed_json: 400,
  malformed_uuid: 400,
  malformed_cursor: 400,
  limit_out_of_range: 400,
  unauthenticated: 401,
  message_group_not_found: 404,
  user_receiver_not_found: 404,
  user_not_found: 404,
  user_not_registered: 409,
  handle_taken: 409,
  email_taken: 409,
  body_too_large: 413,
  not_json: 415,
  message_blank: 422,
  message_exceed_max_chars: 422,
  user_receiver_handle_blank: 422,
  user_receiver_is_sender: 422,
  message_group_uuid_blank: 422,
  display_name_blank: 422,
  idempotency_key_reused: 422,
  idempotency_key_malformed: 422,
  rate_limited: 429,
  internal_error: 500,
  store_unavailable: 503,
} as const;

export type FieldInvalid = `${string}_invalid`;
export type ErrorCode = keyof typeof errorStatus | FieldInvalid;

const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const instantPattern = '\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d\\.\\d{3}Z';

/** A string field: `blank` (if given) is the code when it is absent, `<field>_invalid` when it is no string. */
const string = (field: string, blank?: ErrorCode) =>
  z.string({ error: ({ input }) => (blank && isAbsent(input) ? blank : `${field}_invalid`) }).check(
    // A lone surrogate has no UTF-8 form: it could be neither stored nor returned as it was sent.
    z.refine<string>((text) => text.isWellFormed(), { error: `${field}_invalid`, abort: true }),
  );

const notBlank = (code: ErrorCode) =>
  z.refine<string>((text) => text.trim() !== '', { error: code, abort: true });

const atMost = (codePoints: number, code: ErrorCode) =>
  z.refine<string>((text) => [...text].length <= codePoints, { error: code });

const noControlCharacters = (code: ErrorCode) =>
  z.refine<string>((text) => !/\p{Cc}/u.test(text), { error: code });

const Uuid = () =>
  z
    .string('malformed_uuid')
    .check(z.toLowerCase(), z.regex(new RegExp(`^${uuidPattern}$`), { error: 'malformed_uuid' }));
const Instant = () => z.string().check(z.regex(new RegExp(`^${instantPattern}$`)));
const Count = () => z.int().check(z.minimum(0));

/** The place of a message in its message group, or of a message group in its user's list: `<time>#<uuid>`. */
export const Cursor = () =>
  z
    .string('cursor_invalid')
    .check(z.regex(new RegExp(`^${instantPattern}#${uuidPattern}$`), { error: 'malformed_cursor' }));
export type Cursor = Made<typeof Cursor>;

export const Handle = () => z.string().check(z.regex(/^[a-z0-9_]{3,30}$/));
export type Handle = Made<typeof Handle>;

/** 1 to 100, as a query string carries it. */
const Limit = () =>
  z._default(
    z.pipe(
      z.string().check(z.regex(/^([1-9]\d?|100)$/, { error: 'limit_out_of_range' })),
      z.transform(Number),
    ),
    PAGE_LIMIT_DEFAULT,
  );

// ---------------------------------------------------------------------------------------------- responses

/** A text and the person that it is shown under. */
const textOfSomebody = () => ({
  uuid: Uuid(),
  display_name: z.string(),
  handle: Handle(),
  user_uuid: Uuid(),
  message: z.string(),
  created_at: Instant(),
});

export const Message = () => z.object({ ...textOfSomebody(), cursor: Cursor() });
export type Message = Made<typeof Message>;

export const SentMessage = () => z.extend(Message(), { message_group_uuid: Uuid() });
export type SentMessage = Made<typeof SentMessage>;

/** `uuid` is the group's, the person is the other member, text and time are the last message's. */
export const MessageGroup = () =>
  z.object({
    ...textOfSomebody(),
    unread_count: z.int().check(z.minimum(0), z.maximum(UNREAD_COUNT_MAX)),
  });
export type MessageGroup = Made<typeof MessageGroup>;

export const ReadMarker = () => z.object({ unread_count: MessageGroup().shape.unread_count });

export const UserShort = () => z.object({ uuid: Uuid(), handle: Handle(), display_name: z.string() });
export type UserShort = Made<typeof UserShort>;

export const Me = () => z.extend(UserShort(), { email: z.string() });
export type Me = Made<typeof Me>;

export const Activity = () =>
  z.object({
    uuid: Uuid(),
    display_name: z.string(),
    handle: Handle(),
    message: z.string(),
    replies_count: Count(),
    reposts_count: Count(),
    likes_count: Count(),
    created_at: Instant(),
    expires_at: z.nullable(Instant()),
  });
export type Activity = Made<typeof Activity>;

export const Health = () => z.object({ status: z.literal('ok') });

/** RFC 9457, with our list of codes and the id to quote when asking for help. */
export const Problem = () =>
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.string()),
    request_id: z.string(),
  });
export type Problem = Made<typeof Problem>;

// ----------------------------------------------------------------------------------------------- requests

const GroupUuid = () =>
  z
    .string('message_group_uuid_invalid')
    .check(
      notBlank('message_group_uuid_blank'),
      z.toLowerCase(),
      z.regex(new RegExp(`^${uuidPattern}$`), { error: 'malformed_uuid' }),
    );

/** To a message group, or to a person by handle; the group wins if both are given. */
const SendMessageBody = () =>
  z
    .object(
      {
        message: string('message', 'message_blank').check(
          notBlank('message_blank'),
          atMost(MESSAGE_MAX_CODE_POINTS, 'message_exceed_max_chars'),
        ),
        handle: z.nullish(string('handle')),
        message_group_uuid: z.nullish(GroupUuid()),
      },
      'body_invalid',
    )
    .check(
      z.refine(namesReceiver, { error: 'user_receiver_handle_blank', when: ({ value }) => isObject(value) }),
    );
export type SendMessageBody = Made<typeof SendMessageBody>;

const MarkReadBody = () => z.object({ cursor: Cursor() }, 'body_invalid');

export const DisplayName = () =>
  string('display_name', 'display_name_blank').check(
    z.trim(),
    notBlank('display_name_blank'),
    atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'display_name_invalid'),
    noControlCharacters('display_name_invalid'),
  );

const UpdateMeBody = () => z.object({ display_name: DisplayName() }, 'body_invalid');

/** A handle of the caller's choice, for when the one given at sign-up is taken or was never valid. */
const RegisterMeBody = () => z.object({ handle: z.nullish(string('handle')) }, 'body_invalid');

const IdempotencyKey = () =>
  z.optional(z.string().check(z.regex(/^[\x20-\x7e]{1,255}$/, { error: 'idempotency_key_malformed' })));

const GroupPath = () => z.object({ message_group_uuid: Uuid() });
const HandlePath = () => z.object({ handle: string('handle') });

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function namesReceiver(body: { handle?: unknown; message_group_uuid?: unknown }): boolean {
  if (!isAbsent(body.message_group_uuid)) return true;
  return typeof body.handle === 'string' ? body.handle.trim() !== '' : !isAbsent(body.handle);
}

// --------------------------------------------------------------------------------------------- operations

/** One route. A part that is absent is not read: no `body`, no body is parsed. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  summary: string;
  /** Answers callers without a token too. */
  public?: true;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  headers?: Schema;
  response: Schema;
  /** The codes beyond those that the edge itself gives (401, 413, 415, 429, 500, 503, malformed JSON). */
  errors: readonly ErrorCode[];
}

/** Every operation by its name: the name of its file, in camel case. */
export const operations = {
  listMessageGroups: {
    method: 'GET',
    path: '/api/message_groups',
    summary: "The caller's message groups, latest message first",
    query: () =>
      z.object({
        limit: Limit(),
        cursor: z.optional(Cursor()),
        unread: z.optional(z.literal(['true', 'false'], { error: 'unread_invalid' })),
      }),
    response: () => z.array(MessageGroup()),
    errors: ['malformed_cursor', 'limit_out_of_range', 'user_not_registered', 'unread_invalid'],
  },
  listMessages: {
    method: 'GET',
    path: '/api/messages/{message_group_uuid}',
    summary: 'A page of a message group, oldest to newest; the newest page without a cursor',
    params: GroupPath,
    query: () =>
      z
        .object({ limit: Limit(), before: z.optional(Cursor()), after: z.optional(Cursor()) })
        .check(z.refine((query) => !(query.before && query.after), { error: 'malformed_cursor' })),
    response: () => z.array(Message()),
    errors: [
      'malformed_uuid',
      'malformed_cursor',
      'limit_out_of_range',
      'message_group_not_found',
      'user_not_registered',
    ],
  },
  sendMessage: {
    method: 'POST',
    path: '/api/messages',
    summary: 'Sends a message to a message group, or to a person, whose message group is created if need be',
    headers: () => z.object({ 'idempotency-key': IdempotencyKey() }),
    body: SendMessageBody,
    response: SentMessage,
    errors: [
      'message_blank',
      'message_invalid',
      'message_exceed_max_chars',
      'handle_invalid',
      'user_receiver_handle_blank',
      'user_receiver_is_sender',
      'user_receiver_not_found',
      'message_group_uuid_blank',
      'message_group_uuid_invalid',
      'malformed_uuid',
      'message_group_not_found',
      'idempotency_key_malformed',
      'idempotency_key_reused',
      'user_not_registered',
    ],
  },
  markRead: {
    method: 'PUT',
    path: '/api/message_groups/{message_group_uuid}/read',
    summary: 'Marks everything up to a message as read; the marker only moves forward',
    params: GroupPath,
    body: MarkReadBody,
    response: ReadMarker,
    errors: [
      'malformed_uuid',
      'malformed_cursor',
      'cursor_invalid',
      'message_group_not_found',
      'user_not_registered',
    ],
  },
  getUserShort: {
    method: 'GET',
    path: '/api/users/{handle}/short',
    summary: 'Who a handle is; the handle may be written with a leading @',
    public: true,
    params: HandlePath,
    response: UserShort,
    errors: ['user_not_found', 'handle_invalid'],
  },
  searchUsers: {
    method: 'GET',
    path: '/api/users',
    summary: 'Up to 20 users whose handle or display name begins with q, the caller left out',
    query: () =>
      z.object({
        q: string('q').check(
          notBlank('q_invalid'),
          atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'q_invalid'),
          noControlCharacters('q_invalid'),
        ),
      }),
    response: () => z.array(UserShort()),
    errors: ['q_invalid', 'user_not_registered'],
  },
  getMe: {
    method: 'GET',
    path: '/api/me',
    summary: 'The caller',
    response: Me,
    errors: ['user_not_registered'],
  },
  updateMe: {
    method: 'PUT',
    path: '/api/me',
    summary: "Changes the caller's display name, in existing message groups too",
    body: UpdateMeBody,
    response: Me,
    errors: ['display_name_blank', 'display_name_invalid', 'user_not_registered'],
  },
  registerMe: {
    method: 'POST',
    path: '/api/me',
    summary: "Registers a caller whose row is missing, from the user pool's attributes",
    body: RegisterMeBody,
    response: Me,
    errors: ['handle_invalid', 'handle_taken', 'email_taken'],
  },
  listHomeActivities: {
    method: 'GET',
    path: '/api/activities/home',
    summary: 'The home feed, newest first, expired activities left out',
    public: true,
    response: () => z.array(Activity()),
    errors: [],
  },
  checkUsersHealth: {
    method: 'GET',
    path: '/api/health/users',
    summary: 'Whether the users service reaches its stores',
    public: true,
    response: Health,
    errors: [],
  },
  checkMessagingHealth: {
    method: 'GET',
    path: '/api/health/messaging',
    summary: 'Whether the messaging service reaches its stores',
    public: true,
    response: Health,
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

// ---------------------------------------------------------------------------------------------- WebSocket

/** What the WebSocket sends to a client. A hint that saves time: a client that lost frames reads the lists. */
export const Frame = () =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    z.extend(MessageGroup(), { type: z.literal('message_group') }),
  ]);
export type Frame = Made<typeof Frame>;
