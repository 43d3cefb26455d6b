import { setCognitoUserId } from '../../shared/postgres/users.ts';
import { confirmInProduction } from '../stage.ts';
import { listAccounts } from '../user-pool.ts';
import type { StageOptions } from './options.ts';

/**
 * The user pool is the source: each account's sub is stored with the user of the same e-mail address. Not of the same
 * handle: anybody may sign up with anybody's, and is registered under another one then.
 */
export async function updateIds(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('overwrites the account id of every user', options);
  const accounts = await listAccounts(options.stage);
  const lines: string[] = [];
  let updated = 0;
  for (const { email, sub } of accounts) {
    if (await setCognitoUserId(email, sub)) updated++;
    else lines.push(`No user has the e-mail address of the account ${sub}.`);
  }
  return [...lines, `Stored the account id of ${updated} users.`].join('\n');
}
