import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CommandFailed } from '../errors.ts';
import { stackOutput } from './stack-outputs.ts';

/**
 * Applies the migrations of a deployed stage by invoking the function `migrate`, which alone reaches the database. The
 * master password is read with the operator's rights and passed in the encrypted call, never in the settings.
 *
 * @returns the names of the applied migrations.
 */
export async function migrateStage(stage: string, region: string): Promise<string[]> {
  const stack = { service: 'users', stage, region };
  const FunctionName = await stackOutput(stack, 'MigrateFunction');
  const SecretId = await stackOutput(stack, 'DatabaseMasterSecretArn');
  const { SecretString = '' } = await new SecretsManagerClient({ region }).send(
    new GetSecretValueCommand({ SecretId }),
  );
  const { FunctionError, Payload } = await new LambdaClient({ region }).send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(SecretString) }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? '{}').toString());
  if (FunctionError) throw new CommandFailed(`The migration failed: ${answer.errorMessage}`);
  return answer.applied;
}
