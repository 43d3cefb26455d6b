import { authorizationOf } from '../doors/refusal.ts';
import { localSettings } from '../settings.ts';
import type { Answer } from './answer.ts';
import { FunctionNotInvoked } from './errors.ts';

/**
 * Invokes a function through the HTTP endpoint that `serverless-offline` opens for the functions of a service.
 * Distinguishes a refusal before the function ran from a lost answer.
 */
export async function invokeOffline(endpoint: string, functionName: string, event: unknown): Promise<Answer> {
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, endpoint);
  const response = await post(url, JSON.stringify(event));
  const text = await response.text();
  if (response.status === 404 || response.status === 429)
    throw new FunctionNotInvoked(`status ${response.status}`);
  return {
    statusCode: response.status,
    functionError: response.headers.get('x-amz-function-error') ?? errorOf(response.status),
    payload: parse(text),
  };
}

const authorization = authorizationOf(localSettings().accessKeyId);

async function post(url: URL, body: string): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers: { authorization }, body });
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code === 'ECONNREFUSED') throw new FunctionNotInvoked('nothing listens', { cause: error });
    throw error;
  }
}

const errorOf = (status: number) => (status === 200 ? undefined : 'Unhandled');

/** Returns an answer that is not JSON as text, which is never a failure report. */
function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
