import * as v from 'valibot';
import type { Operation } from './operation.ts';
import { Count, Instant, type Made, Uuid } from './schema.ts';
import { Handle } from './users.ts';

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

export const listHomeActivities = {
  name: 'listHomeActivities',
  summary: 'The home feed, newest first, expired activities left out',
  public: true,
  response: () => v.array(Activity()),
  errors: [],
} as const satisfies Operation;
