import { asksInProduction, command } from '../command.ts';

export const usersBan = command({
  description: 'ban a user: end their sessions, and their WebSockets within a minute, and refuse new ones',
  where: 'anywhere',
  stores: ['database', 'table', 'userPool'],
  arguments: { user: { description: 'handle or uuid' } },
  asks: asksInProduction('bans a user'),
  examples: ['bin/cruddur users ban bester --stage prod'],
  async run({ user }, { stores: { userPool } }) {
    const { ban, findPerson } = await import('../people/standing.ts');
    const person = await findPerson(user);
    const hasAccount = await ban(person, userPool);
    return [
      `@${person.handle} is banned. Their tokens stop working within a minute.`,
      ...(hasAccount ? [] : ['The user pool has no account of this user.']),
    ];
  },
});
