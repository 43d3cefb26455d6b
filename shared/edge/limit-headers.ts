import type { Use } from '../limits.ts';

/**
 * The headers that tell a client of the limits that its request counted against, `q` uses in `w` seconds, of which `r`
 * remain for `t` seconds: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function limitHeaders(uses: readonly Use[]): Record<string, string> {
  if (uses.length === 0) return {};
  return {
    'ratelimit-policy': uses
      .map(({ name, limit, window_s }) => `"${name}";q=${limit};w=${window_s}`)
      .join(', '),
    ratelimit: uses.map((use) => `"${use.name}";r=${remaining(use)};t=${use.reset_s}`).join(', '),
  };
}

export const remaining = ({ limit, used }: Use): number => Math.max(0, limit - used);
