import { join } from 'node:path';
import * as v from 'valibot';
import { postgresSettings } from '../../shared/config.ts';
import { admitFunctions } from '../../shared/postgres/admit-functions.ts';
import { migrate } from '../../shared/postgres/migrate.ts';

const { POSTGRES_URL } = postgresSettings();

/**
 * The master secret as RDS keeps it in Secrets Manager. The caller fetches it, so that no function needs access to it.
 */
const Master = v.object({ username: v.string(), password: v.string() });

/**
 * Invoked by `cruddur db migrate --stage`, which cannot reach the database itself. Applies the packaged migrations and
 * grants access to the functions' database user.
 *
 * @returns the names of the applied migrations.
 */
export async function handler(event: unknown): Promise<{ applied: string[] }> {
  const { username, password } = v.parse(Master, event);
  const url = new URL(POSTGRES_URL);
  const functionsUser = url.username;
  url.username = encodeURIComponent(username);
  url.password = encodeURIComponent(password);
  const applied = await migrate(url.href, join(import.meta.dirname, 'migrations'));
  await admitFunctions(url.href, functionsUser);
  return { applied };
}
