import * as v from 'valibot';
import type { Operation } from './operation.ts';
import { Count } from './schema.ts';

/** How much of a limit the caller has left. */
export const LimitState = () =>
  v.object({
    /** As in the `RateLimit` header of an answer. */
    name: v.string(),
    /** The most uses in a window of `window_s` seconds. */
    limit: Count(),
    window_s: Count(),
    remaining: Count(),
    /** Whole seconds until the window ends. */
    reset_s: Count(),
  });

export const listLimits = {
  name: 'listLimits',
  summary: "The caller's limits and what is left of them",
  response: () => v.array(LimitState()),
  errors: ['user_not_registered'],
} as const satisfies Operation;
