import type { ErrorCode } from './error-codes.ts';
import type { OperationName } from './routes.ts';
import type { Schema } from './schema.ts';

/** What a route takes and answers. A part that is absent is not read: without `body`, no body is parsed. */
export interface Operation {
  /** Its route is the entry of this name in `routes.ts`. */
  name: OperationName;
  summary: string;
  /** Answers callers without a token too. */
  public?: true;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  headers?: Schema;
  response: Schema;
  /** The codes beyond those that the edge itself gives (401, 403, 413, 415, 429, 500, 503, malformed JSON). */
  errors: readonly ErrorCode[];
}
