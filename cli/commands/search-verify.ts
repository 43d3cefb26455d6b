import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { segments, wholeNumber } from '../options.ts';

/** Differences go to the standard output, one line each. */
export const searchVerify = command({
  description: 'compare the words for the search with the messages; status 1 if they differ',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    segments: segments(),
    patience: wholeNumber('ms', 'milliseconds that the search may lag behind messages', {
      from: 0,
      to: 600_000,
      fallback: 10_000,
    }),
  },
  examples: ['bin/cruddur search verify --stage prod'],
  async run({ patience, segments }, { stores, out }) {
    const { verifySearch } = await import('../repair/search-index.ts');
    const { countItems } = await import('../table/count-items.ts');
    const progress = out.progress('items checked', await countItems(stores.table));
    let found = 0;
    for await (const { items, problems } of verifySearch({ patience, segments })) {
      for (const problem of problems) {
        const { member_uuid, message_group_uuid, place } = problem;
        out.item(problem, `${message_group_uuid} ${place} for ${member_uuid}: ${problem.problem}`);
      }
      found += problems.length;
      progress.add(items);
    }
    progress.end();
    if (found > 0) throw new CommandFailed(`${found} differences: bin/cruddur search rebuild mends them.`);
    return 'The search has every message, and nothing else.';
  },
});
