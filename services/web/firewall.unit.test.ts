import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import Firewall from './firewall.ts';
import { deleteStack, putStack } from './stack.ts';

/** A fake of CloudFormation with at most one stack, which does at once what it is told. */
async function withCloudFormation(
  status: string | undefined,
  work: (client: CloudFormationClient) => Promise<unknown>,
) {
  let stack = status;
  const actions: string[] = [];
  /** @returns the result of an action; undefined if it is refused. */
  const carryOut = (action: string): string | undefined => {
    if (action === 'UpdateStack') return undefined;
    if (action === 'DescribeStacks') return stack && description(stack);
    stack = action === 'CreateStack' ? 'CREATE_COMPLETE' : undefined;
    return '';
  };
  const server = createServer(async (request, response) => {
    const sent = new URLSearchParams(await text(request));
    const action = sent.get('Action') ?? '';
    if (action !== 'DescribeStacks') actions.push([action, sent.get('OnFailure')].filter(Boolean).join(' '));
    const answer = carryOut(action);
    response.statusCode = answer === undefined ? 400 : 200;
    const refusal = stack ? 'No updates are to be performed.' : 'Stack with id firewall does not exist';
    response.end(
      answer === undefined
        ? `<ErrorResponse><Error><Code>ValidationError</Code><Message>${refusal}</Message></Error></ErrorResponse>`
        : `<${action}Response><${action}Result>${answer}</${action}Result></${action}Response>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new CloudFormationClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  });
  const result = await work(client).finally(() => server.close());
  client.destroy();
  return { result, actions };
}

const description = (status: string) =>
  `<Stacks><member><StackName>firewall</StackName><StackStatus>${status}</StackStatus><Outputs><member>
   <OutputKey>WebAclArn</OutputKey><OutputValue>arn</OutputValue></member></Outputs></member></Stacks>`;

const put = (client: CloudFormationClient) => putStack(client, 'firewall', {});

test.each([
  ['that is not there is made, and goes again if that fails', undefined, ['CreateStack DELETE']],
  ['whose creation failed is made anew', 'ROLLBACK_COMPLETE', ['DeleteStack', 'CreateStack DELETE']],
  ['whose deletion failed is made anew', 'DELETE_FAILED', ['DeleteStack', 'CreateStack DELETE']],
  ['without a change stays', 'UPDATE_ROLLBACK_COMPLETE', ['UpdateStack']],
])('a firewall %s', async (_, status, expected) => {
  expect(await withCloudFormation(status, put)).toEqual({ result: { WebAclArn: 'arn' }, actions: expected });
});

test('the deletion of a firewall can be repeated', async () => {
  const twice = async (client: CloudFormationClient) => {
    await deleteStack(client, 'firewall');
    await deleteStack(client, 'firewall');
  };
  expect((await withCloudFormation('CREATE_COMPLETE', twice)).actions).toEqual(['DeleteStack']);
});

const ACL = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/ours/6f0b5c9a-0000-0000-0000-000000000000';

test.each([
  ['off', 'deploy', undefined],
  [ACL, 'deploy', ACL],
  ['on', 'package', expect.stringContaining(':global/webacl/cruddur/')],
])('waf=%s asks no account at %s', async (waf, command, expected) => {
  const DistributionConfig: { WebACLId?: string } = {};
  const firewall = new Firewall({
    processedInput: { commands: [command] },
    getProvider: () => {
      throw new Error('It asked for the account.');
    },
    service: {
      service: 'cruddur-web',
      custom: { firewall: { waf, readers: [], deployed: 'off' } },
      provider: {
        stage: 'dev',
        region: 'eu-central-1',
        compiledCloudFormationTemplate: {
          Resources: { Distribution: { Properties: { DistributionConfig } } },
        },
      },
    },
  });
  await firewall.hooks['after:aws:package:finalize:mergeCustomProviderResources']?.();
  await firewall.hooks['after:deploy:deploy']?.();
  expect(DistributionConfig.WebACLId).toEqual(expected);
});
