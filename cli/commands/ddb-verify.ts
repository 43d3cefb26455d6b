import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { segments, wholeNumber } from '../options.ts';

/** Violations go to the standard output, one line each. */
export const ddbVerify = command({
  description: 'check the invariants of every item; status 1 if one is broken',
  where: 'anywhere',
  // The names in rows come from Postgres.
  stores: ['table', 'database'],
  json: true,
  options: {
    segments: segments(),
    patience: wholeNumber('ms', 'milliseconds that rows may lag behind messages', {
      from: 0,
      to: 600_000,
      fallback: 5000,
    }),
  },
  examples: ['bin/cruddur ddb verify --stage prod'],
  async run({ patience, segments }, { stores, out }) {
    const { verifyTable } = await import('../repair/verify-table.ts');
    const { countItems } = await import('../table/count-items.ts');
    const progress = out.progress('items checked', await countItems(stores.table));
    let checked = 0;
    let found = 0;
    for await (const { items, violations } of verifyTable({ patience, segments })) {
      for (const violation of violations)
        out.item(violation, `${violation.pk} ${violation.sk}: ${violation.problem}`);
      found += violations.length;
      checked += items;
      progress.add(items);
    }
    progress.end();
    if (found > 0) throw new CommandFailed(`${found} violations in ${checked} items.`);
    return `${checked} items, no violation.`;
  },
});
