import { asksInProduction, command } from '../command.ts';

export const usersBan = command({
  description: 'keep somebody out: ends their sessions, WebSockets within a minute, and refuses new ones',
  where: 'anywhere',
  stores: ['database', 'table', 'userPool'],
  arguments: { user: { description: 'whom, by handle or uuid' } },
  asks: asksInProduction('keeps somebody out'),
  examples: ['bin/cruddur users ban somebody --stage prod'],
  async run({ user }, { stores: { userPool } }) {
    const { ban, findPerson } = await import('../people/standing.ts');
    const person = await findPerson(user);
    const hasAccount = await ban(person, userPool);
    return [
      `@${person.handle} is kept out; within a minute nothing takes their tokens any more.`,
      ...(hasAccount ? [] : ['The user pool has no account of theirs.']),
    ];
  },
});
