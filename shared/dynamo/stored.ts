import * as v from 'valibot';
import { MESSAGE_MAX_CODE_POINTS } from '../contract/messages.ts';

/**
 * What stored values look like. One schema for each kind of item says what a whole one is; the programs that meet items
 * of unknown origin, the stream's functions and the repair, read them by it. Functions that read what they wrote trust it.
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

/** An item as its schema has it; undefined if it is not whole. */
export function readItem<S extends v.GenericSchema>(schema: S, item: unknown): v.InferOutput<S> | undefined {
  const { success, output } = v.safeParse(schema, item);
  return success ? output : undefined;
}
