import * as v from 'valibot';
import { MESSAGE_MAX_CODE_POINTS } from '../contract/messages.ts';

/**
 * Schemas of stored values, one for each kind of item. Code that meets items of unknown origin (stream functions,
 * repair) validates them; functions that read their own writes trust them.
 */

export const StoredUuid = () => v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));

/** ISO 8601 in UTC with milliseconds, 24 characters, so that string order is time order. */
export const StoredInstant = () =>
  v.pipe(
    v.string(),
    v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    v.check((text) => !Number.isNaN(Date.parse(text))),
  );

export const StoredText = () =>
  v.pipe(
    v.string(),
    v.check((text) => text.trim() !== '' && [...text].length <= MESSAGE_MAX_CODE_POINTS),
  );

/** The text of a message that may have been deleted: then it is empty. */
export const StoredTextOrNone = () => v.union([StoredText(), v.literal('')]);

/** An item parsed by its schema; undefined if it is incomplete. */
export function readItem<S extends v.GenericSchema>(schema: S, item: unknown): v.InferOutput<S> | undefined {
  const { success, output } = v.safeParse(schema, item);
  return success ? output : undefined;
}
