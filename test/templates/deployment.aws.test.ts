import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { claimPort } from '../../local/port.ts';
import { root } from '../../local/settings.ts';
import { type Moto, startMoto } from './moto.ts';
import { services } from './packages.ts';
import { clientOf } from './stage.ts';

const run = promisify(execFile);
let moto: Moto;
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
  moto = await startMoto(await claimPort('moto', 0));
  client = clientOf(moto);
});

afterAll(() => moto.stop());

const sls = async (directory: string, ...args: string[]) => {
  const { stdout, stderr } = await run('sls', [...args, '--stage', 'dev'], {
    cwd: resolve(root, directory),
    env: moto.env,
  });
  return stdout + stderr;
};

const cruddur = async (...args: string[]) => {
  const { stdout } = await run(join(root, 'bin/cruddur'), args, { env: moto.env });
  return stdout;
};

async function outputsOf(service: string): Promise<Record<string, string>> {
  const { Stacks = [] } = await new CloudFormationClient(client).send(
    new DescribeStacksCommand({ StackName: `cruddur-${service}-dev` }),
  );
  return Object.fromEntries((Stacks[0]?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue]));
}

/** Checks the caching of the bucket's files: hashed files for a year, the page and its configuration never. */
async function expectSite(web: Record<string, string>, users: Record<string, string>): Promise<void> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: web.SiteBucket, Key }));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: web.SiteBucket }));
  const keys = Contents.map(({ Key = '' }) => Key);
  const kept = keys.filter((key) => key.startsWith('assets/'));
  expect(kept.length).toBeGreaterThan(1);
  for (const key of kept) expect((await get(key)).CacheControl).toBe('public, max-age=31536000, immutable');
  for (const key of keys.filter((key) => !kept.includes(key)))
    expect((await get(key)).CacheControl).toBe('no-cache');
  const page = await get('index.html');
  expect(page.ContentType).toBe('text/html; charset=utf-8');
  const configuration = JSON.parse((await (await get('config.json')).Body?.transformToString()) ?? '');
  expect(configuration).toMatchObject({ cognitoClientId: users.CognitoClientId });
  const { cognitoEndpoint, webSocketUrl } = configuration;
  expect(await page.Body?.transformToString()).toContain(`${cognitoEndpoint} ${webSocketUrl};`);
  const { InvalidationList } = await new CloudFrontClient(client).send(
    new ListInvalidationsCommand({ DistributionId: web.DistributionId }),
  );
  expect(InvalidationList?.Items).toHaveLength(1);
}

/** Resources that moto only records; cfn-lint checks them as far as it can. */
const notMade = [
  'AWS::ApiGatewayV2::Deployment',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::Secret',
];

/** Copies the deployed source to a folder where a test can change it. */
async function copySource(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'cruddur-source-'));
  for (const part of ['services', 'shared', 'local', 'package.json', 'tsconfig.json']) {
    const filter = (path: string) => !/\/(\.esbuild|\.local|\.serverless|dist)$/.test(path);
    await cp(join(root, part), join(copy, part), { recursive: true, filter });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The hash of each function's code, by its name. */
async function codeOf(service: string): Promise<Map<string, string>> {
  const { Functions = [] } = await new LambdaClient(client).send(new ListFunctionsCommand({ MaxItems: 50 }));
  const own = Functions.filter(({ FunctionName }) => FunctionName?.startsWith(`cruddur-${service}-`));
  return new Map(own.map(({ FunctionName = '', CodeSha256 = '' }) => [FunctionName, CodeSha256]));
}

describe('in order', () => {
  test('a deployment to a region that is not allowed creates nothing', async () => {
    moto.env.AWS_REGION = 'us-east-1';
    await expect(sls('.', 'deploy')).rejects.toMatchObject({ code: 1 });
    for (const service of services) {
      await expect(sls(join('services', service), 'deploy')).rejects.toMatchObject({
        stdout: expect.stringContaining('Region us-east-1 is not allowed'),
      });
    }
    moto.env.AWS_REGION = client.region;
    const there = new CloudFormationClient({ ...client, region: 'us-east-1' });
    expect((await there.send(new DescribeStacksCommand())).Stacks).toEqual([]);
    expect((await new S3Client(client).send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
  });

  test('`sls deploy` at the top deploys every service with its dependencies', async () => {
    await sls('.', 'deploy');
    const users = await outputsOf('users');
    const { Environment, VpcConfig } = await new LambdaClient(client).send(
      new GetFunctionConfigurationCommand({ FunctionName: 'cruddur-messaging-dev-sendMessage' }),
    );
    expect(Environment?.Variables).toMatchObject({
      POSTGRES_URL: users.PostgresUrl,
      COGNITO_ISSUER: users.CognitoIssuer,
      COGNITO_CLIENT_ID: users.CognitoClientId,
      MESSAGES_TABLE: 'cruddur-messages-dev',
    });
    expect(VpcConfig?.SubnetIds?.join()).toBe(users.SubnetIds);
    await expectSite(await outputsOf('web'), users);
    process.stdout.write(`moto does not make: ${moto.standIns().join(', ')}\n`);
    expect(moto.standIns()).toEqual(notMade);
  });

  test('a second deployment, service by service, finds nothing to change', async () => {
    // The page is built and uploaded each time, so its service always deploys.
    for (const service of services.filter((one) => one !== 'web')) {
      expect(await sls(join('services', service), 'deploy')).toContain('No changes to deploy');
    }
  });

  test('a changed function is deployed again, and the others keep their code', async () => {
    const [copy, before] = [await copySource(), await codeOf('messaging')];
    await appendFile(join(copy, 'services/messaging/mark-read.ts'), "\nprocess.title = 'changed';\n");
    expect(await sls(join(copy, 'services/messaging'), 'deploy')).toContain('deployed');
    await rm(copy, { recursive: true });
    const after = await codeOf('messaging');
    const changed = [...before.keys()].filter((name) => after.get(name) !== before.get(name));
    expect(changed).toEqual(['cruddur-messaging-dev-markRead']);
  });

  const originOf = async (FunctionName: string) => {
    const command = new GetFunctionConfigurationCommand({ FunctionName });
    const { Environment } = await new LambdaClient(client).send(command);
    return Environment?.Variables?.CRUDDUR_WEB_ORIGIN;
  };

  test('a changed setting reaches the functions of the one service that is deployed again', async () => {
    moto.env.CRUDDUR_DOMAIN = 'messages.example';
    expect(await sls('services/messaging', 'deploy')).toContain('deployed');
    delete moto.env.CRUDDUR_DOMAIN;
    expect(await originOf('cruddur-messaging-dev-markRead')).toBe('https://messages.example');
    expect(await originOf('cruddur-users-dev-getMe')).toBe('https://same-origin.invalid');
  });

  test('a deployment without the settings in the shell keeps them, `none` removes them', async () => {
    await sls('services/messaging', 'deploy');
    expect(await originOf('cruddur-messaging-dev-markRead')).toBe('https://messages.example');
    moto.env.CRUDDUR_DOMAIN = 'none';
    moto.env.CRUDDUR_ALARM_EMAIL = 'ops@example.test';
    await sls('services/messaging', 'deploy');
    await sls('services/users', 'deploy');
    delete moto.env.CRUDDUR_DOMAIN;
    delete moto.env.CRUDDUR_ALARM_EMAIL;
    expect(await originOf('cruddur-messaging-dev-markRead')).toBe('https://same-origin.invalid');
    await sls('services/users', 'deploy');
    const { TemplateBody = '' } = await new CloudFormationClient(client).send(
      new GetTemplateCommand({ StackName: 'cruddur-users-dev' }),
    );
    expect(JSON.parse(TemplateBody).Resources.AlarmTopic.Properties.Subscription).toEqual([
      { Protocol: 'email', Endpoint: 'ops@example.test' },
    ]);
  });

  /** The stacks in us-east-1, and the web ACL that CloudFront has. */
  async function firewalls() {
    const there = new CloudFormationClient({ ...client, region: 'us-east-1' });
    const { Stacks = [] } = await there.send(new DescribeStacksCommand());
    const { TemplateBody = '' } = await new CloudFormationClient(client).send(
      new GetTemplateCommand({ StackName: 'cruddur-web-dev' }),
    );
    const { WebACLId } = JSON.parse(TemplateBody).Resources.Distribution.Properties.DistributionConfig;
    const arn = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'WebAclArn')?.OutputValue;
    return { names: Stacks.map(({ StackName }) => StackName), arn, WebACLId };
  }

  test('a stage has a firewall in us-east-1 as long as it asks for one', async () => {
    await sls('services/web', 'deploy', '--param', 'waf=on');
    const { names, arn, WebACLId } = await firewalls();
    expect(names).toEqual(['cruddur-firewall-dev-eu-central-1']);
    expect(WebACLId).toBe(arn);
    await sls('services/web', 'deploy');
    expect(await firewalls()).toEqual({ names: [], arn: undefined, WebACLId: undefined });
    // For the next test.
    await sls('services/web', 'deploy', '--param', 'waf=on');
  });

  test('the page is uploaded and removed with the credentials of the deployment, and its firewall with it', async () => {
    const credentials = join(await mkdtemp(join(tmpdir(), 'cruddur-profile-')), 'credentials');
    await writeFile(credentials, '[ops]\naws_access_key_id = testing\naws_secret_access_key = testing\n');
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...others } = moto.env;
    const env = { ...others, AWS_SHARED_CREDENTIALS_FILE: credentials };
    const asOps = (command: string) =>
      run('sls', [command, '--stage', 'dev', '--aws-profile', 'ops'], {
        cwd: resolve(root, 'services/web'),
        env,
      });
    const { SiteBucket } = await outputsOf('web');
    await asOps('remove');
    const { Buckets = [] } = await new S3Client(client).send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).not.toContain(SiteBucket);
    const there = new CloudFormationClient({ ...client, region: 'us-east-1' });
    expect((await there.send(new DescribeStacksCommand())).Stacks).toEqual([]);
    expect((await asOps('deploy')).stderr).toContain('Uploaded');
    await rm(dirname(credentials), { recursive: true });
  });

  test('`cognito list-users` lists the accounts of the stage', async () => {
    const { CognitoUserPoolId } = await outputsOf('users');
    await new CognitoIdentityProviderClient(client).send(
      new AdminCreateUserCommand({
        UserPoolId: CognitoUserPoolId,
        Username: 'ann@example.test',
        UserAttributes: [
          { Name: 'email', Value: 'ann@example.test' },
          { Name: 'preferred_username', Value: 'ann' },
        ],
      }),
    );
    const listed = JSON.parse(await cruddur('cognito', 'list-users', '--json', '--stage', 'dev'));
    expect(listed).toMatchObject([{ handle: 'ann', email: 'ann@example.test' }]);
  });

  test('`ddb list-tables` and `ddb scan` read the table of the stage', async () => {
    expect(await cruddur('ddb', 'list-tables', '--stage', 'dev')).toContain('cruddur-messages-dev');
    expect(await cruddur('ddb', 'scan', '--stage', 'dev')).toBe('');
  });

  test('`db migrate` hands the master to the function in the network and reports what it did', async () => {
    await fetch(`${moto.url}/moto-api/static/lambda-simple/response`, {
      method: 'POST',
      body: JSON.stringify({ results: ['{"applied":["1 users"]}'], region: 'eu-central-1' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await cruddur('db', 'migrate', '--stage', 'dev')).toBe('Applied: 1 users\n');
  });

  test('`rds update-sg-rule` lets in one address at a time, and closes', async () => {
    const { DatabaseSecurityGroupId = '' } = await outputsOf('users');
    const operators = async () => {
      const Filters = [{ Name: 'group-id', Values: [DatabaseSecurityGroupId] }];
      const { SecurityGroupRules = [] } = await new EC2Client(client).send(
        new DescribeSecurityGroupRulesCommand({ Filters }),
      );
      return SecurityGroupRules.filter(({ Description }) => Description === 'cruddur operator').map(
        ({ CidrIpv4, FromPort }) => `${CidrIpv4} ${FromPort}`,
      );
    };
    const update = (...args: string[]) => cruddur('rds', 'update-sg-rule', '--stage', 'dev', ...args);
    await update('--address', '10.8.0.5');
    await update('--address', '10.8.0.5');
    expect(await operators()).toEqual(['10.8.0.5/32 5432']);
    await update('--address', '10.8.0.6');
    expect(await operators()).toEqual(['10.8.0.6/32 5432']);
    await update('--close');
    expect(await operators()).toEqual([]);
    await expect(update('--address', '0.0.0.0')).rejects.toMatchObject({ code: 1 });
  });

  test('the error names a stage that is not deployed', async () => {
    await expect(cruddur('ddb', 'scan', '--stage', 'prod')).rejects.toMatchObject({
      stderr: expect.stringContaining('There is no stack cruddur-messaging-prod in eu-central-1'),
    });
  });

  test('`sls remove` at the top removes every service', async () => {
    await sls('.', 'remove');
    const { Stacks = [] } = await new CloudFormationClient(client).send(new DescribeStacksCommand());
    expect(Stacks.map(({ StackName }) => StackName)).toEqual([]);
  });

  test('a removed stage can be deployed again', async () => {
    expect(await sls('services/users', 'deploy')).toContain('deployed');
    expect(await sls('services/messaging', 'deploy')).toContain('deployed');
  });
});
