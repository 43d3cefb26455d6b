import { contentSecurityPolicy } from '../../services/web/content-security-policy.ts';
import { type Resource, readTemplate } from './packages.ts';

/** How CloudFront serves the page. */

const template = await readTemplate('web', 'prod');
const { SecurityHeaders, Distribution, Site, SitePolicy } = template.Resources as Record<string, Resource>;
const headers = SecurityHeaders?.Properties.ResponseHeadersPolicyConfig;
const { DefaultCacheBehavior: page, CacheBehaviors: others } =
  Distribution?.Properties.DistributionConfig ?? {};

test('the page is served with its built Content Security Policy, narrowed to the stage', () => {
  const served = directives(headers.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy);
  const { 'connect-src': connect, 'frame-ancestors': frames, ...rest } = served;
  const { 'connect-src': _, ...built } = directives(contentSecurityPolicy);
  expect(rest).toEqual(built);
  expect(frames).toBe("'none'");
  expect(connect).toMatch(/^'self' https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/ wss:\/\/\S+$/);
});

test('security headers are set on every response', () => {
  expect(headers.SecurityHeadersConfig).toEqual({
    ContentSecurityPolicy: expect.objectContaining({ Override: true }),
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: {
      AccessControlMaxAgeSec: 2 * 365 * 24 * 3600,
      // A custom domain may have sibling subdomains.
      IncludeSubdomains: false,
      Preload: false,
      Override: true,
    },
  });
  const custom = headers.CustomHeadersConfig.Items.map(({ Header }: { Header: string }) => Header);
  expect(custom).toEqual(['permissions-policy', 'cross-origin-opener-policy']);
  for (const behavior of [page, ...others]) {
    expect(behavior.ResponseHeadersPolicyId).toEqual({ Ref: 'SecurityHeaders' });
    expect(behavior.ViewerProtocolPolicy).toMatch(/^(redirect-to-https|https-only)$/);
  }
});

test('only CloudFront can read the bucket, and only for this distribution', () => {
  const [, allowed, ...more] = SitePolicy?.Properties.PolicyDocument.Statement ?? [];
  expect(more).toEqual([]);
  expect(allowed).toMatchObject({
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Condition: {
      StringEquals: { 'aws:SourceArn': { 'Fn::Sub': expect.stringMatching(/\$\{Distribution\}$/) } },
    },
  });
});

test('removal empties the bucket and deletes it with the stack, in prod too', () => {
  expect(Site?.DeletionPolicy).toBe('Delete');
});

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split(';').map((one) => one.trim().split(/\s(.*)/, 2)));
