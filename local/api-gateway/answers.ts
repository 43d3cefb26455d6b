import { FunctionUnavailable } from '../lambda/errors.ts';

/** Answer of a function behind an HTTP API (payload format 2.0), as `serverless-offline` takes it. */
export interface HttpAnswer {
  statusCode: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/**
 * Reads what a function returned as an HTTP API does: "If your Lambda function returns valid JSON and doesn't return
 * a statusCode, API Gateway assumes" status 200 and JSON ("Create AWS Lambda proxy integrations for HTTP APIs"). An
 * invalid result becomes status 500.
 */
export function toHttpAnswer(result: unknown): HttpAnswer {
  const isAnswer = typeof result === 'object' && result !== null && 'statusCode' in result;
  if (!isAnswer) return json(200, result ?? null);
  const { statusCode, body } = result as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return internalServerError();
  if (body !== undefined && body !== null && typeof body !== 'string') return internalServerError();
  return { ...(result as HttpAnswer), statusCode: status, body: (body as string | null | undefined) ?? '' };
}

/**
 * An HTTP API hides the reason of a failure: 500 if the function failed, timed out or crashed, 503 if it was not
 * reached within the gateway's own timeout.
 */
export function toErrorAnswer(error: unknown): HttpAnswer {
  return error instanceof FunctionUnavailable
    ? json(503, { message: 'Service Unavailable' })
    : internalServerError();
}

const internalServerError = () => json(500, { message: 'Internal Server Error' });

const json = (statusCode: number, body: unknown): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
