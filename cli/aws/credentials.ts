import type { Credentials } from '../../shared/config.ts';

/** The operator's own credentials, wherever the SDK finds them; they are looked for when they are first needed. */
export function operatorCredentials(region: string): () => Promise<Credentials> {
  return async () => {
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    const { accessKeyId, secretAccessKey, sessionToken } = await new CloudFormationClient({
      region,
    }).config.credentials();
    return { region, accessKeyId, secretAccessKey, sessionToken };
  };
}
