import { type Command, InvalidArgumentError } from 'commander';
import { defaultPorts, type Ports } from '../../local/settings.ts';
import { example, wholeNumber } from './options.ts';

/** The commands of the local cloud. */
export function addLocalCommands(local: Command): void {
  const ofCloud = (name: string, description: string) =>
    local
      .command(name)
      .description(description)
      .option('--data <dir>', 'the folder of its data, logs and state (default: .local in the clone)');

  const up = ofCloud('up', 'start every part, load the sample data, and stay until Ctrl-C')
    .option('--port <part=port>', `move a part; parts: ${Object.keys(defaultPorts).join(', ')}`, addPort)
    .option(
      '--dev-server',
      'serve the web application by Vite, which shows a change at once and takes more memory',
    )
    .action(async (options) => (await import('./local-up.ts')).localUp(options));
  example(up, 'bin/cruddur local up --port users=5001 --port postgres=5999');

  const down = ofCloud('down', 'stop the local cloud that runs in another terminal').action(async (options) =>
    (await import('./local-down.ts')).localDown(options),
  );
  example(down, 'bin/cruddur local down');

  const reset = ofCloud('reset', 'delete the data and logs')
    .option('--yes', 'do not ask')
    .action(async (options) => (await import('./local-reset.ts')).localReset(options));
  example(reset, 'bin/cruddur local reset --yes');

  const status = ofCloud('status', 'show each part; status 1 unless all of them run').action(
    async (options) => (await import('./local-status.ts')).localStatus(options),
  );
  example(status, 'bin/cruddur local status');

  const token = ofCloud('token', 'sign in to the local user pool and print the access token')
    .argument('<handle>', 'whose account')
    .option('--password <password>', 'if it is no sample account')
    .action(async (handle, options) => (await import('./local-token.ts')).localToken(handle, options));
  example(token, 'TOKEN=$(bin/cruddur local token bayko)');

  const code = ofCloud('code', 'print the newest confirmation code that was sent to an address')
    .argument('<email>', 'the address')
    .action(async (email, options) => (await import('./local-code.ts')).localCode(email, options));
  example(code, 'bin/cruddur local code somebody@example.com');
}

const portNumber = wholeNumber(1, 65535);

function addPort(written: string, before: Ports = defaultPorts): Ports {
  const [part = '', port = ''] = written.split('=');
  if (!Object.hasOwn(defaultPorts, part)) {
    throw new InvalidArgumentError(
      `Expected PART=PORT, PART one of ${Object.keys(defaultPorts).join(', ')}.`,
    );
  }
  return { ...before, [part]: portNumber(port) };
}
