import { ApiError } from '../../../../client/errors.ts';
import { mayPass } from '../../../../client/until-answered.ts';

/** Whether a retry would be refused again. */
export function isFinal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || mayPass(error)) return false;
  return !['unauthenticated', 'user_not_registered'].some((code) => error.codes.includes(code));
}
