import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CommandFailed } from '../errors.ts';

/** A deployed service. */
export interface Stack {
  service: string;
  stage: string;
  region: string;
}

/**
 * An output of a deployed service, by its name in `resources/outputs.yml`.
 *
 * @throws CommandFailed if the service is not deployed in this account and region, or its version lacks the output.
 */
export async function stackOutput(stack: Stack, name: string): Promise<string> {
  const { [name]: value } = await stackOutputs(stack);
  if (value) return value;
  throw new CommandFailed(`The stack ${nameOf(stack)} has no output ${name}: deploy it again.`);
}

async function stackOutputs(stack: Stack): Promise<Record<string, string>> {
  const StackName = nameOf(stack);
  const client = new CloudFormationClient({ region: stack.region });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(
      outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (!/does not exist/.test(String(error))) throw error;
    throw new CommandFailed(
      `There is no stack ${StackName} in ${stack.region}: deploy it, or pass --region.`,
    );
  }
}

const nameOf = ({ service, stage }: Stack) => `cruddur-${service}-${stage}`;
