import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { call } from '../../../shared/testing/call.ts';
import { createConversation } from '../../../shared/testing/conversations.ts';
import { root } from '../../local/settings.ts';
import { deployed, unpacked } from './deployed.ts';
import { acceptedWarnings, noAccount, type Resource, resourcesOf, type Template } from './packages.ts';

/** The messaging service with the DAX switch on, and with the client that only those install who want it. */
const run = promisify(execFile);
const directory = await mkdtemp(join(tmpdir(), 'cruddur-dax-'));
const messaging = join(root, 'services/messaging');
const templateFile = join(directory, 'package/cloudformation-template-update-stack.json');
let template: Template;

const packageWith = (env: NodeJS.ProcessEnv) =>
  run('sls', ['package', '--stage', 'prod', '--param', 'dax=on', '--package', join(directory, 'package')], {
    cwd: messaging,
    env: { ...noAccount(), ...env },
  });

beforeAll(async () => {
  const client = '@amazon-dax-sdk/lib-dax@3.1.0';
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', directory, client]);
  await packageWith({ NODE_PATH: join(directory, 'node_modules') });
  template = JSON.parse(await readFile(templateFile, 'utf8'));
}, 120_000);

afterAll(() =>
  Promise.all([directory, unpacked].map((folder) => rm(folder, { recursive: true, force: true }))),
);

test('packaging without the client says how to install it', async () => {
  await expect(packageWith({})).rejects.toMatchObject({
    stdout: expect.stringContaining('npm install @amazon-dax-sdk/lib-dax@'),
  });
}, 60_000);

test('cfn-lint finds nothing in the template', async () => {
  const lint = join(process.env.CRUDDUR_PYTHON_TOOLS as string, 'bin/cfn-lint');
  const { stdout } = await run(lint, [
    '--ignore-checks',
    ...Object.keys(acceptedWarnings),
    '--',
    templateFile,
  ]);
  expect(stdout).toBe('');
}, 60_000);

test('the cluster encrypts, at rest and on the wire, and admits the functions only', () => {
  const [[, cluster]] = resourcesOf(template, 'AWS::DAX::Cluster') as [[string, Resource]];
  expect(cluster.Properties).toMatchObject({
    SSESpecification: { SSEEnabled: true },
    ClusterEndpointEncryptionType: 'TLS',
    SecurityGroupIds: [{ 'Fn::GetAtt': ['DaxSecurityGroup', 'GroupId'] }],
  });
  expect(template.Resources.DaxSecurityGroup?.Properties.SecurityGroupIngress).toEqual([
    { IpProtocol: 'tcp', FromPort: 9111, ToPort: 9111, SourceSecurityGroupId: expect.anything() },
  ]);
});

test('the cluster may read, listMessages may read through it, and nobody may write', () => {
  const { DaxRole, ListMessagesReadsDax } = template.Resources;
  const actionsOf = (policy: Resource['Properties']) =>
    policy.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action).sort();
  expect(DaxRole?.Properties.Policies.map(actionsOf)).toEqual([
    ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query'],
  ]);
  expect(ListMessagesReadsDax && actionsOf(ListMessagesReadsDax.Properties)).toEqual([
    'dax:GetItem',
    'dax:Query',
  ]);
  expect(JSON.stringify(template).match(/dax:\w+/g)).toHaveLength(2);
});

test('only listMessages knows of the cluster', () => {
  const lambdas = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
  const knowing = lambdas.filter(({ Environment }) => 'DAX_ENDPOINT' in Environment.Variables);
  expect(knowing.map(({ FunctionName }) => FunctionName)).toEqual(['cruddur-messaging-prod-listMessages']);
});

test('without an answer of the cluster the packaged function answers from the table, and logs it', async () => {
  const { ann, message_group_uuid, cursors } = await createConversation(['one', 'two']);
  let log = '';
  const handler = await deployed(
    { template, directory: join(directory, 'package') },
    'listMessages',
    {
      DAX_ENDPOINT: 'daxs://127.0.0.1:9',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    (text) => {
      log += text;
    },
  );
  const answer = await call(handler as never, 'listMessages', {
    as: ann,
    params: { message_group_uuid },
    query: { before: cursors[1] as string },
  });
  expect(answer).toMatchObject({ status: 200, body: [{ message: 'one' }] });
  expect(log).toMatch(/"operation":"dax"/);
});
