import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userPoolId } from './settings.ts';

/**
 * The pending confirmation code of `email`, if any: of a sign-up, of a new password or of an account that changes its
 * address to this one. Reads it from the user pool's file, since the log of cognito-local can lag behind until the next
 * request.
 */
export async function findConfirmationCode(data: string, email: string): Promise<string | undefined> {
  const file = join(data, 'cognito/.cognito/db', `${userPoolId}.json`);
  const text = await readFile(file, 'utf8').catch(() => '{"Users":{}}');
  const { Users: byName }: UserPool = JSON.parse(text);
  const users = Object.values(byName);
  const isIn = (attributes: Attribute[] = []) =>
    attributes.some(({ Name, Value }) => Name === 'email' && Value.toLowerCase() === email.toLowerCase());
  const changing = users.find(({ UnverifiedAttributeChanges }) => isIn(UnverifiedAttributeChanges));
  return (
    changing?.AttributeVerificationCode ?? users.find(({ Attributes }) => isIn(Attributes))?.ConfirmationCode
  );
}

interface Attribute {
  Name: string;
  Value: string;
}

interface User {
  Attributes: Attribute[];
  ConfirmationCode?: string;
  UnverifiedAttributeChanges?: Attribute[];
  AttributeVerificationCode?: string;
}

interface UserPool {
  Users: Record<string, User>;
}
