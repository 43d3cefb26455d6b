import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CommandFailed } from '../errors.ts';

/** What a deployed service says of itself, by the names in its `resources/outputs.yml`. */
export type Outputs = Record<string, string>;

/**
 * @throws CommandFailed if the service is not deployed in this account and region.
 */
export async function stackOutputs(service: string, stage: string): Promise<Outputs> {
  const client = new CloudFormationClient();
  const StackName = `cruddur-${service}-${stage}`;
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (!/does not exist/.test((error as Error).message)) throw error;
    const region = await client.config.region();
    throw new CommandFailed(`There is no stack ${StackName} in ${region}: deploy it, or say --region.`);
  }
}

/** The operator's own credentials, wherever they come from, as the environment variables that everything reads. */
export async function operatorCredentials(): Promise<NodeJS.ProcessEnv> {
  const { accessKeyId, secretAccessKey, sessionToken } =
    await new CloudFormationClient().config.credentials();
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}
