import { asksInProduction, command } from '../command.ts';

export const usersSuspend = command({
  description: 'suspend a user: within a minute they can sign in, read and leave, but not write',
  where: 'anywhere',
  stores: ['database', 'table'],
  arguments: { user: { description: 'handle or uuid' } },
  asks: asksInProduction('suspends a user'),
  examples: ['bin/cruddur users suspend bester --stage prod'],
  async run({ user }) {
    const { findPerson, suspend } = await import('../people/standing.ts');
    const person = await findPerson(user);
    await suspend(person);
    return `@${person.handle} is suspended: within a minute they can read, but not write.`;
  },
});
