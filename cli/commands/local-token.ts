import { sharedEnvironment } from '../../local/settings.ts';
import { CommandFailed } from '../errors.ts';
import { SAMPLE_PASSWORD } from '../sample/people.ts';
import { runningSettings } from '../stage.ts';
import { listAccounts, signIn } from '../user-pool.ts';

/** Prints the access token and nothing else, so that a shell can take it. */
export async function localToken(
  handle: string,
  { data, password = SAMPLE_PASSWORD }: { data?: string; password?: string },
): Promise<void> {
  Object.assign(process.env, sharedEnvironment(runningSettings(data)));
  const wanted = handle.replace(/^@/, '').toLowerCase();
  const accounts = await listAccounts();
  const account = accounts.find((known) => known.handle.toLowerCase() === wanted);
  if (!account) throw new CommandFailed(`Nobody has the handle ${handle} in the local user pool.`);
  console.log(await signIn(account.email, password));
}
