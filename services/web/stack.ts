import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';

const PATIENCE = { maxWaitTime: 600, minDelay: 2, maxDelay: 10 };

/** States of a stack that was never made whole: CloudFormation takes no update of it. */
const unmade = ['CREATE_FAILED', 'DELETE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];

/**
 * Makes or updates a stack of CloudFormation, and waits until it is done. A failed one can be repeated.
 *
 * @returns its outputs.
 */
export async function putStack(
  client: CloudFormationClient,
  StackName: string,
  template: object,
): Promise<Record<string, string>> {
  const TemplateBody = JSON.stringify(template);
  const before = await find(client, StackName);
  if (before && unmade.includes(before.StackStatus ?? '')) await deleteStack(client, StackName);
  if (!before || unmade.includes(before.StackStatus ?? '')) {
    await client.send(new CreateStackCommand({ StackName, TemplateBody, OnFailure: 'DELETE' }));
    await waitUntilStackCreateComplete({ client, ...PATIENCE }, { StackName });
  } else if (await isUpdated(client, StackName, TemplateBody))
    await waitUntilStackUpdateComplete({ client, ...PATIENCE }, { StackName });
  return (await outputsOf(client, StackName)) as Record<string, string>;
}

/** Deletes a stack, if it is there, and waits until it is gone. */
export async function deleteStack(client: CloudFormationClient, StackName: string): Promise<void> {
  if (!(await find(client, StackName))) return;
  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client, ...PATIENCE }, { StackName });
}

/** The outputs of a stack; undefined if it is not there. */
export async function outputsOf(
  client: CloudFormationClient,
  StackName: string,
): Promise<Record<string, string> | undefined> {
  const stack = await find(client, StackName);
  return (
    stack &&
    Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    )
  );
}

/** CloudFormation calls an update without changes an error. */
async function isUpdated(client: CloudFormationClient, StackName: string, TemplateBody: string) {
  try {
    await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
    return true;
  } catch (error) {
    if (/No updates are to be performed/.test((error as Error).message)) return false;
    throw error;
  }
}

async function find(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) return undefined;
    throw error;
  }
}
