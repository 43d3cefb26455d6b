/**
 * What the built page may do. It stands in the page itself; CloudFront sends the same and `frame-ancestors`,
 * which a page cannot set for itself, with the stage's own addresses in place of the two wide ones.
 */
const directives = {
  'default-src': "'self'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self' https://*.amazonaws.com wss:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'require-trusted-types-for': "'script'",
};

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');
