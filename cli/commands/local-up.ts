import { InvalidArgumentError } from 'commander';
import { defaultPorts, type Ports } from '../../local/settings.ts';
import { command } from '../command.ts';
import { flag, type Option, parseWholeNumber } from '../options.ts';

const parts = Object.keys(defaultPorts).join(', ');

const port: Option<Ports | undefined> = {
  placeholder: 'part=port',
  description: `another port for one of: ${parts}`,
  parse(written, before = defaultPorts) {
    const [part = '', number = ''] = written.split('=');
    if (!Object.hasOwn(defaultPorts, part))
      throw new InvalidArgumentError(`Expected PART=PORT, PART one of ${parts}.`);
    return { ...before, [part]: parseWholeNumber(number, 1, 65535) };
  },
};

/** Prints every address and runs until it is stopped. */
export const localUp = command({
  description: 'start every part, load the sample data, and stay until Ctrl-C',
  where: 'local',
  options: {
    port,
    devServer: flag('serve the web application with Vite: shows changes at once, uses more memory'),
  },
  examples: ['bin/cruddur local up --port users=5001 --port postgres=5999'],
  async run({ port: ports, devServer }, { local: { data }, out }) {
    const { startLocalCloud } = await import('../start-local-cloud.ts');
    return startLocalCloud({ data, ports, webDevServer: devServer }, out);
  },
});
