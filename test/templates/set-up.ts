import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../local/settings.ts';
import startStores from '../start-stores.ts';
import { packageEverything, packageWithDax } from './packages.ts';

/** Jest's global setup: the tools, the local stores and, if a test may need it, all services packaged for all stages. */
export default async function setUp(config: {
  testPathPatterns: Patterns;
  maxWorkers: number;
}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'cruddur-packages-'));
  process.env.CRUDDUR_AWS_PACKAGES = directory;
  process.env.CRUDDUR_PYTHON_TOOLS = execFileSync(join(root, '.ci/python-tools'), {
    encoding: 'utf8',
  }).trim();
  const { patterns } = config.testPathPatterns;
  const isOnlyCommands = patterns.length > 0 && patterns.every((pattern) => /commands|redrive/.test(pattern));
  const packages = async () => {
    await packageEverything(directory);
    await packageWithDax(directory);
  };
  await Promise.all([startStores(config), !isOnlyCommands && packages()]);
}

/** The command line's `--testPathPatterns`. */
interface Patterns {
  patterns: string[];
}
