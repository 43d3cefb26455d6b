import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userPoolId } from './settings.ts';

/**
 * The pending confirmation code of `email`, if any. Reads it from the user pool's file, since the log of
 * cognito-local can lag behind until the next request.
 */
export async function findConfirmationCode(data: string, email: string): Promise<string | undefined> {
  const file = join(data, 'cognito/.cognito/db', `${userPoolId}.json`);
  const text = await readFile(file, 'utf8').catch(() => '{"Users":{}}');
  const { Users: users }: UserPool = JSON.parse(text);
  const isTheirs = ({ Attributes }: User) =>
    Attributes.some(({ Name, Value }) => Name === 'email' && Value.toLowerCase() === email.toLowerCase());
  return Object.values(users).find(isTheirs)?.ConfirmationCode;
}

interface User {
  Attributes: { Name: string; Value: string }[];
  ConfirmationCode?: string;
}

interface UserPool {
  Users: Record<string, User>;
}
