import { asksInProduction, command } from '../command.ts';

export const usersUnban = command({
  description: 'lift the ban of a user',
  where: 'anywhere',
  stores: ['database', 'userPool'],
  arguments: { user: { description: 'handle or uuid' } },
  asks: asksInProduction('lifts the ban of a user'),
  examples: ['bin/cruddur users unban bester --stage prod'],
  async run({ user }, { stores: { userPool } }) {
    const { findPerson, unban } = await import('../people/standing.ts');
    const person = await findPerson(user);
    const hasAccount = await unban(person, userPool);
    return hasAccount
      ? `@${person.handle} can sign in again.`
      : `@${person.handle} is no longer banned, but the user pool has no account of this user.`;
  },
});
