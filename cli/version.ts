import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../local/settings.ts';

/** The version, with the commit of the clone: `0.1.0 (6356e76, changed)`. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return `${version} (${commit() ?? 'commit unknown'})`;
}

/** Undefined outside a clone, or without git. */
function commit(): string | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    // A folder inside another clone would show that clone's commit.
    if (git('rev-parse', '--show-cdup') !== '') return undefined;
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ', changed');
  } catch {
    return undefined;
  }
}
