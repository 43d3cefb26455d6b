import { findConfirmationCode } from '../../local/confirmation-code.ts';
import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const localCode = command({
  description: 'print the newest confirmation code for an e-mail address',
  where: 'local',
  arguments: { email: { description: 'the e-mail address' } },
  json: true,
  examples: ['bin/cruddur local code somebody@example.com'],
  async run({ email }, { local, out }) {
    const code = await findConfirmationCode(local.data, email);
    if (!code) throw new CommandFailed(`No confirmation code was sent to ${email}.`);
    out.item({ code }, code);
  },
});
