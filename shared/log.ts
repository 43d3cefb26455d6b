import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The log takes the fields below and nothing else: no free text, so no message text, token or e-mail address
 * can get into it.
 */
const logger = new Logger({ serviceName: 'cruddur' });

/** One line for each answered request. Times in milliseconds, units as DynamoDB charges them. */
export interface RequestLine {
  operation: string;
  request_id: string;
  status: number;
  milliseconds: number;
  read_units: number;
  write_units: number;
  error_codes?: readonly string[];
}

export function logRequest(line: RequestLine): void {
  if (line.status >= 500) logger.error('request', { ...line });
  else logger.info('request', { ...line });
}

/** One line for each batch of stream records. */
export function logBatch(line: {
  operation: string;
  records: number;
  failed: number;
  milliseconds: number;
}): void {
  if (line.failed > 0) logger.warn('batch', line);
  else logger.info('batch', line);
}

/** A failure that nobody planned for: where it happened, never what it says, because that may quote a value. */
export function logFailure(operation: string, id: string, error: unknown): void {
  logger.error('failure', { operation, id, ...describe(error) });
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error_type: typeof error };
  const { name, code, stack = '', cause } = error as Error & { code?: unknown };
  return {
    error_name: name,
    error_code: typeof code === 'string' ? code : undefined,
    frames: stack.split('\n').filter((line) => /^\s+at /.test(line)),
    caused_by: cause instanceof Error ? describe(cause) : undefined,
  };
}
