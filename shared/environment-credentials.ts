import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in bundles (`services/provider.yml`): Lambda gives a
 * function its role's credentials in the environment. The command line is not bundled and looks everywhere.
 */
export const defaultProvider = () => fromEnv();
