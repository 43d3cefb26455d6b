import type { Credentials } from '../../shared/config.ts';

/** The operator's credentials, from the SDK's default chain; looked up at first use. */
export function operatorCredentials(region: string): () => Promise<Credentials> {
  return async () => {
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    const { accessKeyId, secretAccessKey, sessionToken } = await new CloudFormationClient({
      region,
    }).config.credentials();
    return { region, accessKeyId, secretAccessKey, sessionToken };
  };
}
