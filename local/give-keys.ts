import { ensureKeys, postgresRoles } from './keys.ts';
import { localSettings } from './settings.ts';

/**
 * Gives a service that `sls offline` starts by itself the keys of the local cloud with its data: they stand in a file,
 * not in `serverless.yml`. What the environment says already stays.
 */
export function giveKeys({ functions }: ServiceWithEnvironments): void {
  const keys = ensureKeys(localSettings().data);
  for (const { environment } of Object.values(functions)) {
    const { POSTGRES_URL: written } = environment ?? {};
    if (environment && written) environment.POSTGRES_URL = withPassword(written, keys.postgres.functions);
  }
}

function withPassword(written: string, password: string): string {
  const address = new URL(written);
  if (address.username === postgresRoles.functions) address.password ||= password;
  return address.href;
}

export interface ServiceWithEnvironments {
  readonly functions: Readonly<Record<string, { environment?: Record<string, string> }>>;
}
