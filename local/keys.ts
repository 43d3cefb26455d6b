import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFile } from './create-file.ts';

/**
 * Keys that admit this cloud's own processes and keep other accounts of the machine out. Read access to the file is
 * full access to the cloud.
 */
export interface Keys {
  /** The access key for DynamoDB, the functions and the administrator calls of the user pool. */
  accessKeyId: string;
  /** Passwords of Postgres, by role. */
  postgres: Record<PostgresRole, string>;
}

/** As on AWS: the superuser, the master that owns the tables, and the role of the functions. */
export const postgresRoles = {
  superuser: 'postgres',
  master: 'cruddur_master',
  functions: 'cruddur',
} as const;
export type PostgresRole = keyof typeof postgresRoles;

/** The keys of the cloud with these data, created on first use. */
export function ensureKeys(data: string): Keys {
  const file = keysFile(data);
  if (!existsSync(file)) createKeys(data, file);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function createKeys(data: string, file: string): void {
  // Postgres may run as another account, which must traverse the folder; others may neither list nor read it.
  mkdirSync(data, { recursive: true, mode: 0o711 });
  createFile(file, JSON.stringify(newKeys(), undefined, 2));
}

/** The keys of a cloud that was started before, else placeholders that open nothing. */
export function findKeys(data: string): Keys {
  try {
    return JSON.parse(readFileSync(keysFile(data), 'utf8'));
  } catch {
    return { accessKeyId: 'local', postgres: { superuser: '-', master: '-', functions: '-' } };
  }
}

export const keysFile = (data: string) => join(data, 'keys.json');

/** The secret behind the web push of a cloud that was started before, created on first use; else a placeholder. */
export function ensurePushKey(data: string): string {
  const file = join(data, 'push-key');
  if (!existsSync(keysFile(data))) return 'local';
  if (!existsSync(file)) createFile(file, random());
  return readFileSync(file, 'utf8');
}

/** Hexadecimal, since DynamoDB Local accepts letters and digits only. */
const random = () => randomBytes(24).toString('hex');

function newKeys(): Keys {
  return {
    accessKeyId: `local${random()}`,
    postgres: { superuser: random(), master: random(), functions: random() },
  };
}
