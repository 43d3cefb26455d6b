import { scanTable } from '../table/scan-table.ts';

/** Items go to the standard output, the count beside it, so that a pipe gets items only; nobody reading ends it. */
export async function scan(): Promise<void> {
  let count = 0;
  for await (const { items } of scanTable()) {
    for (const { pk, sk, ...rest } of items) console.log(JSON.stringify({ pk, sk, ...rest }));
    if (process.stdout.errored) return;
    count += items.length;
  }
  console.error(`${count} items`);
}
