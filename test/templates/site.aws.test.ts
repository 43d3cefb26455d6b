import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standing } from '../../bench/cost/assumptions.ts';
import { contentSecurityPolicy } from '../../services/web/content-security-policy.ts';
import { firewallTemplate } from '../../services/web/firewall-template.ts';
import { FRONT_KEY_HEADER } from '../../shared/edge/front-key.ts';
import { lint, type Resource, readTemplate, readTemplates, resourcesOf, type Template } from './packages.ts';

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

const firewall = firewallTemplate({
  name: 'cruddur-firewall-prod-eu-central-1',
  stage: 'prod',
  readers: ['ops@mail.example', 'more@mail.example'],
}) as Template;

test('prod has a firewall in front of CloudFront, and dev has none', async () => {
  const aclOf = ({ Resources }: Template) =>
    Resources.Distribution?.Properties.DistributionConfig.WebACLId as string | undefined;
  expect(aclOf(template)).toMatch(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//);
  expect(aclOf(await readTemplate('web', 'dev'))).toBeUndefined();
});

test('the firewall refuses an address with over 2,000 requests in 5 minutes as the API does, and keeps no samples', () => {
  const [[, acl] = []] = resourcesOf(firewall, 'AWS::WAFv2::WebACL');
  const { Rules, Scope, VisibilityConfig, CustomResponseBodies } = acl?.Properties ?? {};
  expect(Scope).toBe('CLOUDFRONT');
  expect(Rules).toHaveLength(standing.prod.firewallRules);
  const rate = Rules.find(({ Name }: { Name: string }) => Name === 'rate');
  expect(rate.Statement.RateBasedStatement).toEqual({
    Limit: 2_000,
    EvaluationWindowSec: 300,
    AggregateKeyType: 'IP',
  });
  const { ResponseCode, ResponseHeaders, CustomResponseBodyKey } = rate.Action.Block.CustomResponse;
  expect([ResponseCode, ResponseHeaders]).toEqual([429, [{ Name: 'retry-after', Value: '60' }]]);
  expect(JSON.parse(CustomResponseBodies[CustomResponseBodyKey].Content)).toMatchObject({
    status: 429,
    errors: ['rate_limited'],
  });
  // Samples have addresses and paths.
  for (const { SampledRequestsEnabled } of [VisibilityConfig, ...Rules.map(visibility)])
    expect(SampledRequestsEnabled).toBe(false);
});

const visibility = ({ VisibilityConfig }: { VisibilityConfig: object }) => VisibilityConfig;

test('the firewall tells every reader of the alarms', () => {
  const [[, topic] = []] = resourcesOf(firewall, 'AWS::SNS::Topic');
  expect(topic?.Properties.Subscription).toEqual([
    { Protocol: 'email', Endpoint: 'ops@mail.example' },
    { Protocol: 'email', Endpoint: 'more@mail.example' },
  ]);
});

test('cfn-lint finds nothing wrong with the firewall', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cruddur-firewall-'));
  const file = join(directory, 'firewall.json');
  await writeFile(file, JSON.stringify(firewall));
  try {
    expect(await lint([file])).toBe('');
  } finally {
    await rm(directory, { recursive: true });
  }
});

test.each(['dev', 'prod'] as const)(
  'CloudFront adds the key that every function behind the HTTP API of %s asks for',
  async (stage) => {
    const { Distribution: distribution } = (await readTemplate('web', stage)).Resources;
    const [, api] = distribution?.Properties.DistributionConfig.Origins ?? [];
    const [{ HeaderName, HeaderValue }, ...more] = api.OriginCustomHeaders;
    expect([HeaderName, more]).toEqual([FRONT_KEY_HEADER, []]);
    const secret = /^\{\{resolve:secretsmanager:.+:SecretString:::\}\}$/;
    expect(HeaderValue).toMatch(secret);
    const behindHttp = (await readTemplates())
      .filter((one) => one.stage === stage && ['users', 'messaging'].includes(one.service))
      .flatMap((one) => resourcesOf(one.template, 'AWS::Lambda::Function'))
      .map(([, { Properties }]) => Properties.Environment?.Variables ?? {})
      .filter((settings) => 'CRUDDUR_WEB_ORIGIN' in settings);
    expect(behindHttp.length).toBeGreaterThan(20);
    for (const { CRUDDUR_FRONT_KEY: key } of behindHttp) expect(key['Fn::Sub'] ?? key).toMatch(secret);
  },
);

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split(';').map((one) => one.trim().split(/\s(.*)/, 2)));

test('CloudFront compresses what it caches, and leaves the API alone', () => {
  const api = others.find(({ PathPattern }: { PathPattern: string }) => PathPattern === '/api/*');
  expect([page.Compress, api.Compress]).toEqual([true, false]);
});
