import { frontSettings } from '../config.ts';

const keys = new Set(frontSettings().CRUDDUR_FRONT_KEY.split(',').filter(Boolean));
const isOpen = keys.has('open');

/** The header that CloudFront adds to each request for the API, and overwrites if a caller sent it. */
export const FRONT_KEY_HEADER = 'cruddur-front-key';

/**
 * Whether a request came through CloudFront, whose firewall counts requests by address. Both sides may hold several
 * keys, separated by commas, while a new one takes the place of the old. A look-up in a set takes as long for a guess
 * that begins like a key as for any other.
 */
export const cameThroughFront = (headers: Record<string, string | undefined> = {}): boolean =>
  isOpen || (headers[FRONT_KEY_HEADER]?.split(',').some((key) => keys.has(key)) ?? false);
