import * as v from 'valibot';
import { showsNothing } from './characters.ts';
import type { ErrorCode } from './error-codes.ts';

/** A factory: a Lambda function builds only the schemas that it uses. The message of an issue is an error code. */
export type Schema = () => v.GenericSchema;

/** The type of what a schema accepts and returns. */
export type Made<S extends Schema> = v.InferOutput<ReturnType<S>>;

/** The type of what a client sends, before the schema has read it. */
export type Given<S extends Schema> = v.InferInput<ReturnType<S>>;

const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const instantPattern = '\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d\\.\\d{3}Z';

/** A rule for a text, and its error code. */
type Rule = [isKept: (text: string) => boolean, code: ErrorCode];

/** Reports the first broken rule only; skipped when an earlier check failed. */
export const rules = (...ordered: Rule[]) =>
  v.rawCheck<string>(({ dataset: { typed, value, issues }, addIssue }) => {
    const broken = typed && !issues && ordered.find(([isKept]) => !isKept(value));
    if (broken) addIssue({ message: broken[1] });
  });

/** A field with its own error code `<field>_invalid`. */
type TextField = Extract<ErrorCode, `${string}_invalid`> extends `${infer Field}_invalid` ? Field : never;

/** A text field: `blank` (if given) is the code when it is missing, `<field>_invalid` when it is not a string. */
export const text = (field: TextField, blank?: ErrorCode) =>
  v.pipe(
    v.string(({ input }) => (blank && isAbsent(input) ? blank : `${field}_invalid`)),
    // A lone surrogate has no UTF-8 form, so it cannot be stored unchanged.
    rules([(text) => text.isWellFormed(), `${field}_invalid`]),
  );

export const notBlank = (code: ErrorCode): Rule => [(text) => !showsNothing(text), code];

export const atMost = (codePoints: number, code: ErrorCode): Rule => [
  (text) => [...text].length <= codePoints,
  code,
];

export const atLeast = (codePoints: number, code: ErrorCode): Rule => [
  (text) => [...text.trim()].length >= codePoints,
  code,
];

/** A rule that forbids something in a text. */
export const without = (has: (text: string) => boolean, code: ErrorCode): Rule => [
  (text) => !has(text),
  code,
];

/** The fields of a request. Anything but an object is `body_invalid`; a missing field gets the code `absent`. */
export const sent = <Fields extends v.ObjectEntries>(fields: Fields, absent: ErrorCode) =>
  v.object(fields, ({ path }) => (path ? absent : 'body_invalid'));

/** A rule across fields, checked even if one of them is invalid itself. */
export const together = <Fields extends object>(
  isKept: (fields: NoInfer<Fields>) => boolean,
  code: ErrorCode,
) =>
  v.rawCheck<Fields>(({ dataset: { value }, addIssue }) => {
    if (isObject(value) && !isKept(value as Fields)) addIssue({ message: code });
  });

export const uuidShape = (code: ErrorCode) => v.regex(new RegExp(`^${uuidPattern}$`), code);

export const Uuid = () => v.pipe(v.string('malformed_uuid'), v.toLowerCase(), uuidShape('malformed_uuid'));
export const Instant = () => v.pipe(v.string(), v.regex(new RegExp(`^${instantPattern}$`)));

/** An instant that a client sends. */
export const SentInstant = (code: ErrorCode = 'malformed_instant') =>
  v.pipe(v.string(code), v.regex(new RegExp(`^${instantPattern}$`), code), v.check(isInstant, code));

/** The answer is 204, without a body. */
export const Nothing = () => v.undefined();

export const Count = () => v.pipe(v.number(), v.integer(), v.minValue(0));

/** The place of a message in its message group, or of a message group in its user's list: `<time>#<uuid>`. */
export const Cursor = () =>
  v.pipe(
    v.string('cursor_invalid'),
    v.regex(new RegExp(`^${instantPattern}#${uuidPattern}$`), 'malformed_cursor'),
    v.check((cursor) => isInstant(cursor.slice(0, cursor.indexOf('#'))), 'malformed_cursor'),
  );
export type Cursor = Made<typeof Cursor>;

/** Whether a well-formed text is a valid time: not 30 February, not hour 24. */
function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

export const PAGE_LIMIT_DEFAULT = 20;

/** 1 to 100, as a query string carries it. */
export const Limit = () =>
  v.optional(
    v.pipe(
      v.string('limit_out_of_range'),
      v.regex(/^([1-9]\d?|100)$/, 'limit_out_of_range'),
      v.transform(Number),
    ),
    String(PAGE_LIMIT_DEFAULT),
  );

export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
