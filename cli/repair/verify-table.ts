import { setTimeout as pause } from 'node:timers/promises';
import { getItem, type Item, scanTable } from '../table/scan-table.ts';
import { checkItems, type Violation } from './check-items.ts';

/**
 * Checks every invariant that can be seen in the table, page by page, in bounded memory. Rows follow their
 * messages a moment later: what looks wrong is looked at again after `patience` milliseconds.
 *
 * @returns for each page how many items were checked and what is wrong among them.
 */
export async function* verifyTable({
  patience,
}: {
  patience: number;
}): AsyncGenerator<{ items: number; violations: Violation[] }> {
  for await (const { items } of scanTable({ limit: PAGE_ITEMS })) {
    const suspects = await checkItems(items);
    if (suspects.length > 0) await pause(patience);
    const again = await Promise.all(distinct(suspects).map(getItem));
    yield { items: items.length, violations: await checkItems(again.filter((item): item is Item => !!item)) };
  }
}

const PAGE_ITEMS = 500;

const distinct = (violations: Violation[]) => [
  ...new Map(violations.map((violation) => [`${violation.pk} ${violation.sk}`, violation])).values(),
];
