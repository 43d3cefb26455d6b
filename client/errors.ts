/** The API refused a request with a problem document (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status. */
  readonly status: number;
  /** What is wrong, most important first; codes that the client does not know may be among them. */
  readonly codes: readonly string[];
  /** Whole seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;
  /** To quote when asking for help. */
  readonly requestId: string | undefined;

  constructor(
    status: number,
    codes: readonly string[],
    { retryAfter, requestId }: { retryAfter?: number; requestId?: string } = {},
  ) {
    super(`${status} ${codes.join(' ')}`);
    this.status = status;
    this.codes = codes;
    this.retryAfter = retryAfter;
    this.requestId = requestId;
  }
}

/**
 * The API did not answer: offline, timeout, or a proxy without a server. The request may still have been carried out.
 */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(options?: ErrorOptions) {
    super('The API did not answer', options);
  }
}
