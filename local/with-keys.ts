import { ensurePushKey, findKeys, type Keys, postgresRoles } from './keys.ts';
import type { ServiceDefinition } from './lambda/service-functions.ts';
import { localSettings } from './settings.ts';

/**
 * Adds the keys of the local cloud to the environment of a service's functions: keys are in a file, not in
 * `serverless.yml`. Existing values win.
 */
export function withKeys({ provider, functions }: ServiceDefinition): ServiceDefinition {
  const { data, accessKeyId } = localSettings();
  const { postgres } = findKeys(data);
  const named = Object.entries(functions).map(([name, known]) => [
    name,
    { ...known, environment: withPushKey(withPassword(known.environment, postgres), data) },
  ]);
  const environment = { CRUDDUR_LOCAL_KEY: accessKeyId, ...provider.environment };
  return { provider: { ...provider, environment }, functions: Object.fromEntries(named) };
}

function withPassword(environment: Environment, passwords: Keys['postgres']): Environment {
  if (typeof environment?.POSTGRES_URL !== 'string') return environment;
  const address = new URL(environment.POSTGRES_URL);
  if (address.username === postgresRoles.functions) address.password ||= passwords.functions;
  return { ...environment, POSTGRES_URL: address.href };
}

function withPushKey(environment: Environment, data: string): Environment {
  if (environment?.CRUDDUR_PUSH_KEY !== 'local') return environment;
  return { ...environment, CRUDDUR_PUSH_KEY: ensurePushKey(data) };
}

type Environment = ServiceDefinition['provider']['environment'];
