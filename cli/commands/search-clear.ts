import { asksInProduction, command } from '../command.ts';

export const searchClear = command({
  description: 'delete all words for the search, for a stage that has switched it off',
  where: 'anywhere',
  stores: ['database'],
  asks: asksInProduction('deletes all words for the search; nothing is found until a rebuild'),
  examples: ['bin/cruddur search clear --stage prod'],
  async run() {
    const { forgetAll } = await import('../../shared/postgres/searched-messages.ts');
    await forgetAll();
    return 'Nothing is stored for the search.';
  },
});
