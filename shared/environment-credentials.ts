import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Replaces `@aws-sdk/credential-provider-node` in bundles (`services/provider.yml`): Lambda puts the role's credentials
 * into the environment. The command line is not bundled and uses the full provider chain.
 */
export const defaultProvider = () => fromEnv();
