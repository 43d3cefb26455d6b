import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { flag } from '../options.ts';
import { readPassword } from '../read-password.ts';
import { SAMPLE_PASSWORD } from '../sample/people.ts';

/** Prints only the access token, so that a shell can capture it. */
export const localToken = command({
  description: 'sign in to the local user pool and print the access token',
  where: 'local',
  stores: ['userPool'],
  json: true,
  arguments: { handle: { description: 'whose account' } },
  options: {
    passwordStdin: flag(
      'read the password of another account than the samples from stdin; on a terminal, prompt for it',
    ),
  },
  examples: [
    'TOKEN=$(bin/cruddur local token bayko)',
    'TOKEN=$(bin/cruddur local token delenn --password-stdin)',
  ],
  async run({ handle, passwordStdin }, { stores: { userPool }, out }) {
    const { listAccounts, signIn } = await import('../user-pool.ts');
    const wanted = handle.replace(/^@/, '').toLowerCase();
    const account = (await listAccounts(userPool)).find((known) => known.handle.toLowerCase() === wanted);
    if (!account) throw new CommandFailed(`No user has the handle ${handle} in the local user pool.`);
    const password = passwordStdin ? await readPassword() : SAMPLE_PASSWORD;
    const access_token = await signIn(userPool, account.email, password);
    out.item({ access_token }, access_token);
  },
});
