import type { ErrorCode } from './error-codes.ts';
import type { OperationName } from './routes.ts';
import type { Schema } from './schema.ts';

/** Request and response of a route. Absent parts are not read: without `body`, no body is parsed. */
export interface Operation {
  /** Key of its route in `routes.ts`. */
  name: OperationName;
  summary: string;
  /** Needs no token. */
  public?: true;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  headers?: Schema;
  response: Schema;
  /** The response is an array, sent as JSON lines: `application/x-ndjson`, one item on each line. */
  lines?: true;
  /** Error codes, in addition to those of the edge (401, 403, 413, 415, 429, 500, 503, malformed JSON). */
  errors: readonly ErrorCode[];
}
