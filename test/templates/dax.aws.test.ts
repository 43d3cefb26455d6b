import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { call } from '../call.ts';
import { createConversation } from '../conversations.ts';
import { deployed, unpacked } from './deployed.ts';
import {
  lint,
  packageOf,
  type Resource,
  readTemplate,
  resourcesOf,
  slsPackageWithDax,
  templateFile,
} from './packages.ts';

/** The messaging service with the DAX switch on. */
const template = await readTemplate('messaging', 'dax');

afterAll(() => rm(unpacked, { recursive: true, force: true }));

test('packaging without the DAX client says how to install it', async () => {
  await expect(slsPackageWithDax(join(unpacked, 'none'), {})).rejects.toMatchObject({
    stdout: expect.stringContaining('npm install @amazon-dax-sdk/lib-dax@'),
  });
});

test('cfn-lint finds nothing in the template', async () => {
  expect(await lint([templateFile('messaging', 'dax')])).toBe('');
});

test('the cluster encrypts at rest and in transit, and admits only the functions', () => {
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

test('least privilege: the cluster may only read, and only listMessages may read through it', () => {
  const { DaxRole, ListMessagesReadsDax } = template.Resources;
  const actionsOf = (policy: Resource['Properties']) =>
    policy.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action).sort();
  expect(DaxRole?.Properties.Policies.map(actionsOf)).toEqual([
    ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query'],
  ]);
  expect(ListMessagesReadsDax && actionsOf(ListMessagesReadsDax.Properties)).toEqual([
    'dax:GetItem',
    'dax:Query',
    'dynamodb:Query',
  ]);
  expect(JSON.stringify(template).match(/dax:\w+/g)).toHaveLength(2);
});

test('only listMessages knows of the cluster', () => {
  const lambdas = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
  const knowing = lambdas.filter(({ Environment }) => 'DAX_ENDPOINT' in Environment.Variables);
  expect(knowing.map(({ FunctionName }) => FunctionName)).toEqual(['cruddur-messaging-prod-listMessages']);
});

test('without an answer from the cluster the packaged function falls back to the table, and logs it', async () => {
  const { ann, message_group_uuid, cursors } = await createConversation(['one', 'two']);
  let log = '';
  const handler = await deployed(
    { template, directory: packageOf('messaging', 'dax') },
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
