import { command } from '../command.ts';

/** Prints items to stdout and the count to stderr, so that a pipe gets items only; a closed stdout ends the scan. */
export const ddbScan = command({
  description: 'print every item, one line of JSON each',
  where: 'anywhere',
  stores: ['table'],
  json: true,
  examples: ['bin/cruddur ddb scan | head'],
  async run(_, { out }) {
    const { scanTable } = await import('../table/scan-table.ts');
    let count = 0;
    for await (const { items } of scanTable()) {
      for (const { pk, sk, ...rest } of items) out.json({ pk, sk, ...rest });
      if (out.isUnread) return;
      count += items.length;
    }
    out.note(`${count} items`);
  },
});
