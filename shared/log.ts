import { functionSettings, traceId } from './config.ts';

const { AWS_LAMBDA_FUNCTION_NAME: function_name = 'local', CRUDDUR_LOG } = functionSettings();

/** One line per request. Times in milliseconds, units as charged by DynamoDB. */
export interface RequestLine {
  operation: string;
  /** The access pattern, if the operation has several with different costs. */
  pattern?: string | undefined;
  request_id: string;
  status: number;
  milliseconds: number;
  read_units: number;
  write_units: number;
  error_codes?: readonly string[];
  /** The caller, by `pseudonym.ts`; absent if no valid token was shown. */
  caller?: string | undefined;
  /** Why a token was refused, for example `Expired`. */
  reason?: string | undefined;
}

export function logRequest(line: RequestLine): void {
  write(line.status >= 500 ? 'ERROR' : 'INFO', 'request', withMetrics(line, line.pattern ?? line.operation));
}

/** One line per batch of stream records. */
export interface BatchLine {
  operation: string;
  records: number;
  failed: number;
  milliseconds: number;
  read_units?: number;
  write_units?: number;
  /** Optimistic writes that lost a race; `write_units` includes their units. */
  failed_writes?: number;
}

export function logBatch(line: BatchLine): void {
  write(line.failed > 0 ? 'WARN' : 'INFO', 'batch', withMetrics(line, line.operation));
}

/** Web push of a batch: how many notifications push services took, and how many they did not. */
export function logNotifications(
  operation: string,
  { notified, unnotified }: { notified: number; unnotified: number },
): void {
  write('INFO', 'notifications', withMetrics({ operation, notified, unnotified }, operation));
}

/** A counter that could not be written, so its limit did not hold: the metric `uncounted`, by function. */
export function logUncounted(operation: string, limit: string): void {
  write('WARN', 'uncounted', withMetrics({ operation, limit, uncounted: 1 }, limit));
}

/**
 * The log accepts only the fields above: without free text, no message text, token or e-mail address can leak into it.
 * Each line is one JSON object; `xray_trace_id` links to the request's trace.
 */
function write(level: 'INFO' | 'WARN' | 'ERROR', message: string, fields: object): void {
  if (CRUDDUR_LOG === 'off') return;
  const timestamp = new Date().toISOString();
  const line = { level, message, timestamp, service: 'cruddur', xray_trace_id: traceId(), ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const units = {
  milliseconds: 'Milliseconds',
  read_units: 'Count',
  write_units: 'Count',
  records: 'Count',
  failed: 'Count',
  uncounted: 'Count',
  notified: 'Count',
  unnotified: 'Count',
};

/**
 * Marks the numbers of a line as metrics for CloudWatch, in the embedded metric format:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
function withMetrics(line: object, pattern: string) {
  const Metrics = Object.entries(units).flatMap(([Name, Unit]) => (Name in line ? { Name, Unit } : []));
  return {
    ...line,
    function_name,
    pattern,
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'Cruddur', Dimensions: [['function_name', 'pattern']], Metrics }],
    },
  };
}

/** Logs an unexpected error: its place, never its message, which may quote a value. */
export function logFailure(operation: string, id: string, error: unknown): void {
  write('ERROR', 'failure', { operation, id, ...describe(error) });
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error_type: typeof error };
  const { name, code, message, stack = '', cause } = error as Error & { code?: unknown };
  return {
    error_name: name,
    error_code: typeof code === 'string' ? code : undefined,
    // The message precedes the frames and may have lines that look like frames.
    frames: stack
      .replace(message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line)),
    caused_by: cause instanceof Error ? describe(cause) : undefined,
  };
}
