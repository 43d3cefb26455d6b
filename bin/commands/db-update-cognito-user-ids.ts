import { parseHandle, setCognitoUserId } from '../../shared/postgres/users.ts';
import { confirmInProduction } from '../stage.ts';
import { listAccounts } from '../user-pool.ts';
import type { StageOptions } from './options.ts';

/** The user pool is the source: each account's sub is stored with the user of the same handle and e-mail address. */
export async function updateIds(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('overwrites the account id of every user', options);
  const accounts = await listAccounts(options.stage);
  const lines: string[] = [];
  let updated = 0;
  for (const { handle, email, sub } of accounts) {
    const parsed = parseHandle(handle);
    if (parsed && (await setCognitoUserId(parsed, email, sub))) updated++;
    else lines.push(`No user has the handle and the e-mail address of the account ${sub}.`);
  }
  return [...lines, `Stored the account id of ${updated} users.`].join('\n');
}
