import { applyLinks, describe, planLinks } from '../database/link-accounts.ts';
import { confirm } from '../stage.ts';
import { listAccounts } from '../user-pool.ts';
import type { StageOptions } from './options.ts';

/**
 * The user pool is the source: users whose account is gone from it get the one that is confirmed under their address,
 * and users whose address changed in it get the new one. On a stage each change is shown first, and asked about.
 */
export async function updateIds(options: StageOptions = {}): Promise<string> {
  const { changes, notes } = await planLinks(await listAccounts(options.stage));
  const planned = [...notes, ...changes.map(describe)];
  if (options.stage && changes.length > 0) {
    for (const line of planned.splice(0)) console.log(line);
    await confirm(`Change ${changes.length} users in ${options.stage}?`, options.yes);
  }
  const failed = await applyLinks(changes);
  return [...planned, ...failed, `Changed ${changes.length - failed.length} users.`].join('\n');
}
