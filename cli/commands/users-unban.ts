import { asksInProduction, command } from '../command.ts';

export const usersUnban = command({
  description: 'let somebody in again who was kept out',
  where: 'anywhere',
  stores: ['database', 'userPool'],
  arguments: { user: { description: 'whom, by handle or uuid' } },
  asks: asksInProduction('lets somebody in again'),
  examples: ['bin/cruddur users unban somebody --stage prod'],
  async run({ user }, { stores: { userPool } }) {
    const { findPerson, unban } = await import('../people/standing.ts');
    const person = await findPerson(user);
    const hasAccount = await unban(person, userPool);
    return hasAccount
      ? `@${person.handle} can sign in again.`
      : `@${person.handle} is no longer kept out, but the user pool has no account of theirs.`;
  },
});
