import { CommandFailed } from '../errors.ts';
import { verifyTable } from '../repair/verify-table.ts';
import { progress } from './progress.ts';

/** Violations go to the standard output, one line each; fails if there are any. */
export async function verify({ patience }: { patience: number }): Promise<string> {
  const shown = progress('items checked');
  let found = 0;
  for await (const { items, violations } of verifyTable({ patience })) {
    for (const { pk, sk, problem } of violations) console.log(`${pk} ${sk}: ${problem}`);
    found += violations.length;
    shown.add(items);
  }
  const checked = shown.end();
  if (found > 0) throw new CommandFailed(`${found} violations in ${checked} items.`);
  return `${checked} items, no violation.`;
}
