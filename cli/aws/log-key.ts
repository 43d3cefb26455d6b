import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Stage } from '../place.ts';
import { stackOutput } from './stack-outputs.ts';

/** The functions' setting on the local cloud: services/provider.yml. */
const LOCAL_KEY = 'local';

/** The key of the names that people have in the log. */
export async function readLogKey(stage: Stage | undefined, region: string): Promise<string> {
  if (!stage) return LOCAL_KEY;
  const SecretId = await stackOutput({ service: 'users', stage, region }, 'LogKeyArn');
  const { SecretString } = await new SecretsManagerClient({ region }).send(
    new GetSecretValueCommand({ SecretId }),
  );
  return SecretString ?? '';
}
