import { command } from '../command.ts';

/**
 * The user pool is the source: users whose account is gone from it get the one that is confirmed under their address,
 * and users whose address changed in it get the new one. On a stage each change is shown first, and asked about.
 */
export const dbUpdateCognitoUserIds = command({
  description: 'join users with their accounts in the user pool, by verified address',
  where: 'anywhere',
  stores: ['database', 'userPool'],
  asks: () => undefined,
  examples: ['bin/cruddur db update-cognito-user-ids'],
  async run(_, { stage, stores, out, confirm }) {
    const { applyLinks, describe, planLinks } = await import('../database/link-accounts.ts');
    const { listAccounts } = await import('../user-pool.ts');
    const { changes, notes } = await planLinks(await listAccounts(stores.userPool));
    for (const line of [...notes, ...changes.map(describe)]) out.say(line);
    if (stage && changes.length > 0) await confirm(`Change ${changes.length} users in ${stage}?`);
    const failed = await applyLinks(changes);
    return [...failed, `Changed ${changes.length - failed.length} users.`];
  },
});
