import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseStreamEvent } from '../../../services/stream/event-source-mapping/settings.ts';
import { contentSecurityPolicy } from '../../../services/web/content-security-policy.ts';
import { root } from '../../local/settings.ts';
import {
  lint,
  noAccount,
  type Resource,
  readTemplate,
  readTemplates,
  resourcesOf,
  services,
  stages,
  templateFile,
} from './packages.ts';

const run = promisify(execFile);
const templates = await readTemplates();

test('cfn-lint finds no error and no warning that is not listed with a reason', async () => {
  const files = services.flatMap((service) => stages.map((stage) => templateFile(service, stage)));
  expect(await lint(files)).toBe('');
}, 120_000);

describe.each(templates)('$name', ({ service, template }) => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

  test('runs every function on Node 24 and arm64, traced, with a log that is kept for a limited time', () => {
    for (const properties of functions) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
      });
    }
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties);
    expect(logs.length).toBeGreaterThanOrEqual(functions.length);
    for (const log of logs) expect(log.RetentionInDays).toBeGreaterThan(0);
  });

  test('gives no function an address of the local cloud, a password or a key', () => {
    for (const { Environment } of functions) {
      const settings: Record<string, unknown> = Environment?.Variables ?? {};
      const local = Object.keys(settings).filter((name) => /^CRUDDUR_.*ENDPOINT$|RECORD/.test(name));
      expect(local).toEqual([]);
      const text = JSON.stringify(settings);
      expect(text).not.toMatch(/127\.0\.0\.1|localhost|secret|password|:\/\/[^@/"]*:[^@/"]*@/i);
    }
  });

  test('opens no security group to the world', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::EC2::SecurityGroup')) {
      for (const rule of Properties.SecurityGroupIngress ?? []) {
        expect(rule).not.toHaveProperty('CidrIp');
        expect(rule).not.toHaveProperty('CidrIpv6');
        expect(rule).toHaveProperty('SourceSecurityGroupId');
      }
    }
  });

  test('encrypts everything that stores', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket')) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toMatch(/^(AES256|aws:kms)$/);
    }
    for (const [, { Properties }] of resourcesOf(template, 'AWS::DynamoDB::Table'))
      expect(Properties.SSESpecification.SSEEnabled).toBe(true);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::SQS::Queue'))
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::RDS::DBInstance'))
      expect(Properties.StorageEncrypted).toBe(true);
  });

  test('makes nothing public but the APIs and CloudFront', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::S3::Bucket')) {
      expect(Properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    for (const [, { Properties }] of resourcesOf(template, 'AWS::RDS::DBInstance'))
      expect(Properties.PubliclyAccessible).toBe(false);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::EC2::Subnet'))
      expect(Properties.MapPublicIpOnLaunch ?? false).toBe(false);
    const waysOut = [
      'AWS::EC2::InternetGateway',
      'AWS::EC2::NatGateway',
      'AWS::EC2::EIP',
      'AWS::Lambda::Url',
    ];
    for (const type of waysOut) expect(resourcesOf(template, type)).toEqual([]);
  });

  test('knows no IAM user and no access key', () => {
    for (const type of ['AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::IAM::Group'])
      expect(resourcesOf(template, type)).toEqual([]);
  });

  test('says where its alarms go', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.AlarmDescription).toMatch(/\S/);
    }
  });

  test('deploys handlers, timeouts and mappings as the local cloud runs them', async () => {
    if (functions.length === 0) return;
    const local = await printed(service);
    const deployed = functions.map(({ FunctionName, Handler, Timeout }) => ({
      key: FunctionName.split('-').at(-1),
      Handler,
      Timeout,
    }));
    expect(deployed.sort(byKey)).toEqual(
      Object.entries(local.functions)
        .map(([key, { handler, timeout }]) => ({
          key,
          Handler: handler,
          Timeout: timeout ?? local.provider.timeout,
        }))
        .sort(byKey),
    );
    for (const [key, { events = [] }] of Object.entries(local.functions)) {
      for (const { stream } of events) if (stream) expectMapping(key, stream);
    }
  });

  /** The mapping that AWS gets says what the local mapping reads from the same event. */
  function expectMapping(key: string, stream: Record<string, unknown>): void {
    const settings = parseStreamEvent(stream);
    const [, mapping] =
      resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(([id]) =>
        id.toLowerCase().startsWith(key.toLowerCase()),
      ) ?? [];
    expect(mapping?.Properties).toMatchObject({
      Enabled: settings.enabled,
      BatchSize: settings.batchSize,
      MaximumBatchingWindowInSeconds: settings.batchWindow,
      StartingPosition: settings.startingPosition,
      ParallelizationFactor: settings.parallelizationFactor,
      BisectBatchOnFunctionError: settings.bisectBatchOnFunctionError,
      MaximumRetryAttempts: settings.maximumRetryAttempts,
      MaximumRecordAgeInSeconds: settings.maximumRecordAgeInSeconds,
      FunctionResponseTypes: settings.reportBatchItemFailures ? ['ReportBatchItemFailures'] : undefined,
    });
    const patterns = mapping?.Properties.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) =>
      JSON.parse(Pattern),
    );
    expect(patterns).toEqual(stream.filterPatterns);
    expect(Boolean(mapping?.Properties.DestinationConfig)).toBe(settings.onFailure !== undefined);
  }
});

test('the page is served with the policy that it was built for, narrowed to the stage', async () => {
  const web = await readTemplate('web', 'prod');
  const [[, policy] = []] = resourcesOf(web, 'AWS::CloudFront::ResponseHeadersPolicy');
  const headers = (policy as Resource).Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  const served = directives(headers.ContentSecurityPolicy.ContentSecurityPolicy);
  const { 'connect-src': connect, 'frame-ancestors': frames, ...rest } = served;
  const { 'connect-src': _, ...built } = directives(contentSecurityPolicy);
  expect(rest).toEqual(built);
  expect(frames).toBe("'none'");
  expect(connect).toMatch(/^'self' https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/ wss:\/\/\S+$/);
});

test('a region that is not allowed is refused before anything is packaged', async () => {
  const refused = run('sls', ['package', '--region', 'us-east-1', '--package', '/nonexistent'], {
    cwd: join(root, 'services/users'),
    env: noAccount(),
  });
  await expect(refused).rejects.toMatchObject({ stdout: expect.stringContaining('is not allowed') });
}, 60_000);

interface Printed {
  provider: { timeout: number };
  functions: Record<
    string,
    { handler: string; timeout?: number; events?: { stream?: Record<string, unknown> }[] }
  >;
}

async function printed(service: string): Promise<Printed> {
  const { stdout } = await run('sls', ['print', '--stage', 'local', '--format', 'json'], {
    cwd: join(root, 'services', service),
    env: noAccount(),
  });
  return JSON.parse(stdout);
}

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(policy.split(';').map((one) => one.trim().split(/\s(.*)/, 2)));

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

test.each(templates)('$name: how many resources', ({ name, template }) => {
  const count = Object.keys(template.Resources).length;
  process.stdout.write(`${name}: ${count} resources\n`);
  expect(count).toBeLessThan(500);
});
