import { command } from '../command.ts';

/**
 * The user pool is the source of truth. Users whose account was deleted get the account confirmed under their address;
 * users whose address changed get the new one. On a stage it shows each change and asks first.
 */
export const dbUpdateCognitoUserIds = command({
  description: 'link users to their accounts in the user pool, by verified e-mail address',
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
