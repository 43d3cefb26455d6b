import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What lets this cloud's own processes in, and keeps the other accounts of the machine out. Whoever may read the
 * file may do everything here.
 */
export interface Keys {
  /** The access key of DynamoDB, of the functions and of what the user pool leaves to administrators. */
  accessKeyId: string;
  /** Passwords of Postgres, by role. */
  postgres: Record<PostgresRole, string>;
}

/** As on AWS: the server's own, the master who owns the tables, and the functions'. */
export const postgresRoles = {
  superuser: 'postgres',
  master: 'cruddur_master',
  functions: 'cruddur',
} as const;
export type PostgresRole = keyof typeof postgresRoles;

/** The keys of the cloud with these data; they are made when they are first needed. */
export function ensureKeys(data: string): Keys {
  const file = keysFile(data);
  if (!existsSync(file)) createKeys(data, file);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A link, unlike a rename, leaves alone what another process has put there meanwhile. */
function createKeys(data: string, file: string): void {
  const whole = `${file}.${process.pid}`;
  // Postgres may run as another account, which has to pass through; what is in it nobody else may list or read.
  mkdirSync(data, { recursive: true, mode: 0o711 });
  writeFileSync(whole, JSON.stringify(newKeys(), undefined, 2), { mode: 0o600 });
  try {
    linkSync(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(whole);
  }
}

/** The keys of a cloud that has been started before; else some that open nothing. */
export function findKeys(data: string): Keys {
  try {
    return JSON.parse(readFileSync(keysFile(data), 'utf8'));
  } catch {
    return { accessKeyId: 'local', postgres: { superuser: '-', master: '-', functions: '-' } };
  }
}

export const keysFile = (data: string) => join(data, 'keys.json');

/** DynamoDB Local takes letters and digits only. */
const random = () => randomBytes(24).toString('hex');

function newKeys(): Keys {
  return {
    accessKeyId: `local${random()}`,
    postgres: { superuser: random(), master: random(), functions: random() },
  };
}
