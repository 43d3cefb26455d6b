import { asksInProduction, command } from '../command.ts';
import { segments } from '../options.ts';

export const searchRebuild = command({
  description: 'store the words of all messages for the search again; people may write meanwhile',
  where: 'anywhere',
  stores: ['table', 'database'],
  options: {
    segments: segments(),
  },
  asks: asksInProduction('stores the words of all messages again'),
  examples: ['bin/cruddur search rebuild --stage prod'],
  async run({ segments }, { stores, out }) {
    const { rebuildSearch } = await import('../repair/search-index.ts');
    const { countItems } = await import('../table/count-items.ts');
    const progress = out.progress('items read', await countItems(stores.table));
    let deleted = 0;
    for await (const page of rebuildSearch({ segments })) {
      deleted += page.deleted;
      progress.add(page.items);
    }
    progress.end();
    return `The words of all messages are stored; deleted ${deleted} entries of messages that are not there.`;
  },
});
