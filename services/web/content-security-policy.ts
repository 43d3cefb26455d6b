/**
 * What the built page may do. It stands in the page itself; CloudFront sends the same and `frame-ancestors`,
 * which a page cannot set for itself. A deployment puts the stage's own addresses in place of the two wide ones.
 */
const anyStage = 'https://*.amazonaws.com wss:';

const directives = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': `'self' ${anyStage}`,
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'require-trusted-types-for': "'script'",
  // The page makes no policy, so no script that gets in may make one.
  'trusted-types': "'none'",
};

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');

/**
 * The built page as a stage serves it, which may call that stage and nothing else.
 *
 * @throws Error if it has no policy that could be narrowed.
 */
export function narrowedToStage(page: string, addresses: readonly string[]): string {
  if (!page.includes(anyStage)) throw new Error('The built page has no policy for what it may call.');
  return page.replace(anyStage, () => addresses.join(' '));
}
