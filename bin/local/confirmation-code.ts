import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The newest confirmation code that cognito-local printed for `email`, if any. */
export async function findConfirmationCode(cognitoLog: string, email: string): Promise<string | undefined> {
  const text = await readFile(cognitoLog, 'utf8').catch(() => '');
  const deliveries = stripVTControlCharacters(text).matchAll(delivery);
  const codes = [...deliveries].filter(([, destination]) => destination === email).map(([, , code]) => code);
  return codes.at(-1);
}

const delivery = /Destination: +(\S+) [^\n]*\n[^\n]*Code: +(\d+)/g;
