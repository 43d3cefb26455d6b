/**
 * The policy of the built page, set in a `meta` element. CloudFront sends the same as a header, with
 * `frame-ancestors`, which `meta` cannot set. A deployment replaces the two wildcards with the stage's addresses.
 */
const anyStage = 'https://*.amazonaws.com wss:';

const directives = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': `'self' ${anyStage}`,
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'require-trusted-types-for': "'script'",
  // The page creates one policy at its start, which only gives the address of the service worker: a name can be taken
  // once, so an injected script can create none.
  'trusted-types': 'worker',
};

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

/**
 * The built page with its policy narrowed to one stage: it may call that stage only.
 *
 * @throws Error if the page has no policy to narrow.
 */
export function narrowedToStage(page: string, addresses: readonly string[]): string {
  if (!page.includes(anyStage)) throw new Error('The built page has no policy for what it may call.');
  return page.replace(anyStage, () => addresses.join(' '));
}
