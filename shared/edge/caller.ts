import { securitySettings } from '../config.ts';
import { pseudonymOf } from '../pseudonym.ts';

const { CRUDDUR_LOG_KEY: key } = securitySettings();

/** The caller's name in the log; undefined if no valid token was shown. */
export const callerOf = ({ sub }: { sub?: string }): string | undefined =>
  sub === undefined ? undefined : pseudonymOf(key, sub);
