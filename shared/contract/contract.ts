import * as v from 'valibot';

/**
 * The API as schemas. Types, the validation of requests, the checks of responses in the tests and
 * `docs/openapi.json` all come from here.
 *
 * The message of a schema issue is the error code that the client receives. A schema is a function that makes it,
 * so that each Lambda function makes its own ones only, and a bundle leaves out those that nothing asks for.
 */

export type Schema = () => v.GenericSchema;

/** What a schema makes of what it accepts. */
export type Made<S extends Schema> = v.InferOutput<ReturnType<S>>;

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

/** A rule of a text, and the code of breaking it. */
type Rule = [isKept: (text: string) => boolean, code: ErrorCode];

/** Of the rules that a text breaks the first is named; one that has been refused already is not looked at. */
const rules = (...ordered: Rule[]) =>
  v.rawCheck<string>(({ dataset: { typed, value, issues }, addIssue }) => {
    const broken = typed && !issues && ordered.find(([isKept]) => !isKept(value));
    if (broken) addIssue({ message: broken[1] });
  });

/** A text field: `blank` (if given) is the code when it has no value, `<field>_invalid` when it is no text. */
const text = (field: string, blank?: ErrorCode) =>
  v.pipe(
    v.string(({ input }) => (blank && isAbsent(input) ? blank : `${field}_invalid`)),
    // A lone surrogate has no UTF-8 form: it could be neither stored nor returned as it was sent.
    rules([(text) => text.isWellFormed(), `${field}_invalid`]),
  );

const notBlank = (code: ErrorCode): Rule => [(text) => text.trim() !== '', code];

const atMost = (codePoints: number, code: ErrorCode): Rule => [
  (text) => [...text].length <= codePoints,
  code,
];

const noControlCharacters = (code: ErrorCode): Rule => [(text) => !/\p{Cc}/u.test(text), code];

/** The fields of a request. What is no object is `body_invalid`; `absent` is the code of a field that is not there. */
const sent = <Fields extends v.ObjectEntries>(fields: Fields, absent: ErrorCode) =>
  v.object(fields, ({ path }) => (path ? absent : 'body_invalid'));

/** A rule of several fields together, which holds or not whatever else is wrong with each of them. */
const together = <Fields extends object>(isKept: (fields: NoInfer<Fields>) => boolean, code: ErrorCode) =>
  v.rawCheck<Fields>(({ dataset: { value }, addIssue }) => {
    if (isObject(value) && !isKept(value as Fields)) addIssue({ message: code });
  });

const Uuid = () =>
  v.pipe(
    v.string('malformed_uuid'),
    v.toLowerCase(),
    v.regex(new RegExp(`^${uuidPattern}$`), 'malformed_uuid'),
  );
const Instant = () => v.pipe(v.string(), v.regex(new RegExp(`^${instantPattern}$`)));
const Count = () => v.pipe(v.number(), v.integer(), v.minValue(0));

/** The place of a message in its message group, or of a message group in its user's list: `<time>#<uuid>`. */
export const Cursor = () =>
  v.pipe(
    v.string('cursor_invalid'),
    v.regex(new RegExp(`^${instantPattern}#${uuidPattern}$`), 'malformed_cursor'),
  );
export type Cursor = Made<typeof Cursor>;

export const Handle = () => v.pipe(v.string(), v.regex(/^[a-z0-9_]{3,30}$/));
export type Handle = Made<typeof Handle>;

/** 1 to 100, as a query string carries it. */
const Limit = () =>
  v.optional(
    v.pipe(
      v.string('limit_out_of_range'),
      v.regex(/^([1-9]\d?|100)$/, 'limit_out_of_range'),
      v.transform(Number),
    ),
    String(PAGE_LIMIT_DEFAULT),
  );

// ---------------------------------------------------------------------------------------------- responses

/** A text and the person that it is shown under. */
const textOfSomebody = () => ({
  uuid: Uuid(),
  display_name: v.string(),
  handle: Handle(),
  user_uuid: Uuid(),
  message: v.string(),
  created_at: Instant(),
});

export const Message = () => v.object({ ...textOfSomebody(), cursor: Cursor() });
export type Message = Made<typeof Message>;

export const SentMessage = () => v.object({ ...Message().entries, message_group_uuid: Uuid() });
export type SentMessage = Made<typeof SentMessage>;

/** `uuid` is the group's, the person is the other member, text and time are the last message's. */
export const MessageGroup = () =>
  v.object({
    ...textOfSomebody(),
    unread_count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(UNREAD_COUNT_MAX)),
  });
export type MessageGroup = Made<typeof MessageGroup>;

export const ReadMarker = () => v.object({ unread_count: MessageGroup().entries.unread_count });

export const UserShort = () => v.object({ uuid: Uuid(), handle: Handle(), display_name: v.string() });
export type UserShort = Made<typeof UserShort>;

export const Me = () => v.object({ ...UserShort().entries, email: v.string() });
export type Me = Made<typeof Me>;

export const Activity = () =>
  v.object({
    uuid: Uuid(),
    display_name: v.string(),
    handle: Handle(),
    message: v.string(),
    replies_count: Count(),
    reposts_count: Count(),
    likes_count: Count(),
    created_at: Instant(),
    expires_at: v.nullable(Instant()),
  });
export type Activity = Made<typeof Activity>;

export const Health = () => v.object({ status: v.literal('ok') });

/** RFC 9457, with our list of codes and the id to quote when asking for help. */
export const Problem = () =>
  v.object({
    type: v.string(),
    title: v.string(),
    status: v.pipe(v.number(), v.integer()),
    detail: v.string(),
    errors: v.array(v.string()),
    request_id: v.string(),
  });
export type Problem = Made<typeof Problem>;

// ----------------------------------------------------------------------------------------------- requests

const GroupUuid = () =>
  v.pipe(
    v.string('message_group_uuid_invalid'),
    rules(notBlank('message_group_uuid_blank')),
    v.toLowerCase(),
    v.regex(new RegExp(`^${uuidPattern}$`), 'malformed_uuid'),
  );

/** To a message group, or to a person by handle; the group wins if both are given. */
const SendMessageBody = () =>
  v.pipe(
    sent(
      {
        message: v.pipe(
          text('message', 'message_blank'),
          rules(notBlank('message_blank'), atMost(MESSAGE_MAX_CODE_POINTS, 'message_exceed_max_chars')),
        ),
        handle: v.nullish(text('handle')),
        message_group_uuid: v.nullish(GroupUuid()),
      },
      'message_blank',
    ),
    together(namesReceiver, 'user_receiver_handle_blank'),
  );
export type SendMessageBody = Made<typeof SendMessageBody>;

const MarkReadBody = () => sent({ cursor: Cursor() }, 'cursor_invalid');

export const DisplayName = () =>
  v.pipe(
    text('display_name', 'display_name_blank'),
    v.trim(),
    rules(
      notBlank('display_name_blank'),
      atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'display_name_invalid'),
      noControlCharacters('display_name_invalid'),
    ),
  );

const UpdateMeBody = () => sent({ display_name: DisplayName() }, 'display_name_blank');

/** A handle of the caller's choice, for when the one given at sign-up is taken or was never valid. */
const RegisterMeBody = () => sent({ handle: v.nullish(text('handle')) }, 'handle_invalid');

const IdempotencyKey = () =>
  v.optional(
    v.pipe(
      v.string('idempotency_key_malformed'),
      v.regex(/^[\x20-\x7e]{1,255}$/, 'idempotency_key_malformed'),
    ),
  );

const GroupPath = () => sent({ message_group_uuid: Uuid() }, 'malformed_uuid');
const HandlePath = () => sent({ handle: text('handle') }, 'handle_invalid');

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
      v.object({
        limit: Limit(),
        cursor: v.optional(Cursor()),
        unread: v.optional(v.picklist(['true', 'false'], 'unread_invalid')),
      }),
    response: () => v.array(MessageGroup()),
    errors: ['malformed_cursor', 'limit_out_of_range', 'user_not_registered', 'unread_invalid'],
  },
  listMessages: {
    method: 'GET',
    path: '/api/messages/{message_group_uuid}',
    summary: 'A page of a message group, oldest to newest; the newest page without a cursor',
    params: GroupPath,
    query: () =>
      v.pipe(
        v.object({ limit: Limit(), before: v.optional(Cursor()), after: v.optional(Cursor()) }),
        together(({ before, after }) => !(before && after), 'malformed_cursor'),
      ),
    response: () => v.array(Message()),
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
    headers: () => v.object({ 'idempotency-key': IdempotencyKey() }),
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
      sent(
        {
          q: v.pipe(
            text('q'),
            rules(
              notBlank('q_invalid'),
              atMost(DISPLAY_NAME_MAX_CODE_POINTS, 'q_invalid'),
              noControlCharacters('q_invalid'),
            ),
          ),
        },
        'q_invalid',
      ),
    response: () => v.array(UserShort()),
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
    response: () => v.array(Activity()),
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
  v.variant('type', [
    v.object({ type: v.literal('message'), message_group_uuid: Uuid(), message: Message() }),
    v.object({ ...MessageGroup().entries, type: v.literal('message_group') }),
  ]);
export type Frame = Made<typeof Frame>;
