import { findConfirmationCode } from '../../local/confirmation-code.ts';
import { localSettings } from '../../local/settings.ts';
import { CommandFailed } from '../errors.ts';

export async function localCode(email: string, { data }: { data?: string }): Promise<void> {
  const code = await findConfirmationCode(localSettings(undefined, data).data, email);
  if (!code) throw new CommandFailed(`No confirmation code was sent to ${email}.`);
  console.log(code);
}
