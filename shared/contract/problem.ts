import * as v from 'valibot';
import type { Made } from './schema.ts';

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
