import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../local/settings.ts';
import { lint, noAccount, readTemplates, resourcesOf, services, stages, templateFile } from './packages.ts';

const run = promisify(execFile);
const templates = await readTemplates();

test('cfn-lint finds no error, and only warnings that are listed with a reason', async () => {
  const files = services.flatMap((service) => stages.map((stage) => templateFile(service, stage)));
  expect(await lint([...files, join(root, 'services/deploy-role.yml')])).toBe('');
}, 900_000);

describe.each(templates)('$name', ({ template }) => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

  test('runs every function on Node 24 and arm64, traced, with limited log retention', () => {
    for (const properties of functions) {
      expect(properties).toMatchObject({
        Runtime: `nodejs${process.versions.node.split('.')[0]}.x`,
        Architectures: ['arm64'],
        // A trace of each ping would cost more than the ping.
        TracingConfig: { Mode: /-default$/.test(String(properties.FunctionName)) ? 'PassThrough' : 'Active' },
      });
    }
    const logs = resourcesOf(template, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties);
    expect(logs.length).toBeGreaterThanOrEqual(functions.length);
    for (const log of logs) expect(log.RetentionInDays).toBeGreaterThan(0);
    const names = logs.map(({ LogGroupName }) => LogGroupName);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::RDS::DBInstance')) {
      for (const log of Properties.EnableCloudwatchLogsExports)
        expect(names).toContain(`/aws/rds/instance/${Properties.DBInstanceIdentifier}/${log}`);
    }
  });

  test('gives no function an address of the local cloud, a password or a key', () => {
    for (const { Environment } of functions) {
      const settings: Record<string, unknown> = Environment?.Variables ?? {};
      const local = Object.keys(settings).filter((name) => /^CRUDDUR_.*ENDPOINT$|RECORD/.test(name));
      expect(local).toEqual([]);
      // CloudFormation fills a reference to a secret in; the template has no value.
      const text = JSON.stringify(settings).replaceAll(
        /\{\{resolve:secretsmanager:[^{}]*(\$\{(LogKey|FrontKey|PushKey)\}[^{}]*)?\}\}/g,
        '',
      );
      expect(text).not.toMatch(/127\.0\.0\.1|localhost|secret|password|:\/\/[^@/"]*:[^@/"]*@/i);
    }
  });

  test('opens no security group to the world', () => {
    const inGroups = resourcesOf(template, 'AWS::EC2::SecurityGroup').flatMap(
      ([, { Properties }]) => Properties.SecurityGroupIngress ?? [],
    );
    const alone = resourcesOf(template, 'AWS::EC2::SecurityGroupIngress').map(([, one]) => one.Properties);
    for (const rule of [...inGroups, ...alone]) {
      expect(rule).not.toHaveProperty('CidrIp');
      expect(rule).not.toHaveProperty('CidrIpv6');
      expect(rule).toHaveProperty('SourceSecurityGroupId');
    }
  });

  test('limits the egress of security groups to Postgres and HTTPS', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::EC2::SecurityGroup')) {
      for (const { IpProtocol, FromPort, ToPort, CidrIp } of Properties.SecurityGroupEgress) {
        if (CidrIp !== '127.0.0.1/32')
          expect(['tcp 443 443', 'tcp 5432 5432']).toContain(`${IpProtocol} ${FromPort} ${ToPort}`);
      }
    }
  });

  test('encrypts every store', () => {
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

  test('makes only the APIs and CloudFront public', () => {
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
    // An endpoint's policy only narrows the rights of a role.
    const policies = Object.values(template.Resources).filter(({ Type }) => Type !== 'AWS::EC2::VPCEndpoint');
    const toEverybody = statementsIn(policies).filter(
      ({ Effect, Principal = '' }) => Effect === 'Allow' && JSON.stringify(Principal).includes('"*"'),
    );
    expect(toEverybody).toEqual([]);
    for (const [, { Properties }] of resourcesOf(template, 'AWS::Lambda::Permission')) {
      expect(Properties.Principal).toMatch(/^(apigateway|cognito-idp)\.amazonaws\.com$/);
      // Without SourceArn, an API of any account could call the function.
      expect(Properties.SourceArn).toBeDefined();
    }
  });

  test('sets rate limits, and logs the requests that API Gateway refuses', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGatewayV2::Stage')) {
      expect(Properties.DefaultRouteSettings).toMatchObject({
        ThrottlingRateLimit: expect.any(Number),
        ThrottlingBurstLimit: expect.any(Number),
      });
    }
    const { HttpApiStage } = template.Resources;
    if (!HttpApiStage) return;
    const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route');
    const limited = routes.filter(
      ([, { Properties }]) => Properties.RouteKey in HttpApiStage.Properties.RouteSettings,
    );
    // No route may take the whole limit from the others.
    expect(limited).toHaveLength(routes.length);
    for (const settings of Object.values(HttpApiStage.Properties.RouteSettings)) {
      const { ThrottlingRateLimit, ThrottlingBurstLimit } = settings as Record<string, number>;
      expect(ThrottlingRateLimit).toBeLessThanOrEqual(100);
      expect(ThrottlingBurstLimit).toBe(Number(ThrottlingRateLimit) * 2);
    }
    // API Gateway refuses a stage with settings for a route that does not exist yet.
    expect(HttpApiStage).toMatchObject({ DependsOn: limited.map(([id]) => id).sort() });
    expect(Object.keys(HttpApiStage.Properties.RouteSettings)).toHaveLength(limited.length);
    const { Format } = HttpApiStage.Properties.AccessLogSettings;
    expect(JSON.parse(Format)).toMatchObject({ status: '$context.status', route: '$context.routeKey' });
    // Logs neither the caller nor the path, which contains handles.
    expect(Format).not.toMatch(/identity|authorizer|\$context\.path|header|userAgent|domainName/i);
  });

  test('has no IAM user and no access key', () => {
    for (const type of ['AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::IAM::Group'])
      expect(resourcesOf(template, type)).toEqual([]);
  });

  test('gives every alarm an action and a description', () => {
    for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.AlarmDescription).toMatch(/\S/);
    }
  });
});

function statementsIn(value: unknown): { Effect?: unknown; Principal?: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return ['Effect' in value ? value : [], ...Object.values(value).map(statementsIn)].flat();
}

test('a region that is not allowed is refused before anything is packaged', async () => {
  const refused = run('sls', ['package', '--region', 'us-east-1', '--package', '/nonexistent'], {
    cwd: join(root, 'services/users'),
    env: noAccount(),
  });
  await expect(refused).rejects.toMatchObject({ stdout: expect.stringContaining('is not allowed') });
});

test.each(templates)('$name: how many resources', ({ name, template }) => {
  const count = Object.keys(template.Resources).length;
  process.stdout.write(`${name}: ${count} resources\n`);
  expect(count).toBeLessThan(500);
});
