import { asksInProduction, command } from '../command.ts';

export const usersUnsuspend = command({
  description: 'let a suspended user write again',
  where: 'anywhere',
  stores: ['database', 'table'],
  arguments: { user: { description: 'handle or uuid' } },
  asks: asksInProduction('lets a suspended user write again'),
  examples: ['bin/cruddur users unsuspend bester --stage prod'],
  async run({ user }) {
    const { findPerson, unsuspend } = await import('../people/standing.ts');
    const person = await findPerson(user);
    await unsuspend(person);
    return `@${person.handle} can write again within a minute.`;
  },
});
