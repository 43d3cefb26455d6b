import { ApiError, Unreachable } from '../../../../client/errors.ts';
import { waitingTime } from '../design/waiting-time.ts';
import { CognitoError } from '../session/cognito.ts';
import { errorWords } from '../words/errors.ts';

/** The message that a user sees for an error; never the raw text of a server. */
export function plainWords(error: unknown): string {
  if (error instanceof CognitoError)
    return textOf(errorWords.byCognitoCode, error.code) ?? errorWords.didNotWork;
  if (error instanceof ApiError && error.status === 429 && error.retryAfter && error.retryAfter > 1)
    return errorWords.tooManyRequests(waitingTime(error.retryAfter));
  if (error instanceof ApiError) return plainCode(error.codes[0]);
  return errorWords.notReached;
}

/** Why something could not be loaded. An outage is told by the banner. */
export function whyNotLoaded(error: unknown): string {
  return error instanceof Unreachable ? errorWords.notLoaded : plainWords(error);
}

/** Why a search found nothing: other than lists, searches are not kept for reading offline. */
export function whyNotFound(error: unknown): string {
  return error instanceof Unreachable ? errorWords.searchNeedsConnection : plainWords(error);
}

/**
 * Why a field was refused.
 *
 * @throws the error itself if it is about something else.
 */
export function faultOf(field: 'handle' | 'display_name', error: unknown): string {
  if (error instanceof ApiError && error.codes[0]?.startsWith(`${field}_`)) return plainWords(error);
  throw error;
}

export function plainCode(code: string | undefined): string {
  return textOf(errorWords.byApiCode, code) ?? errorWords.didNotWork;
}

function textOf(texts: Record<string, string>, code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(texts, code) ? texts[code] : undefined;
}
