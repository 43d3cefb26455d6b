import { setTimeout as pause } from 'node:timers/promises';
import { getItem, type Item, type Segment, scanTable, segmentsOf } from '../table/scan-table.ts';
import { checkItems, type Violation } from './check-items.ts';
import { merged } from './merged.ts';

/** The result of one page. */
interface Checked {
  items: number;
  violations: Violation[];
}

/**
 * Checks every invariant that the table shows, page by page, in bounded memory. Rows follow their messages
 * asynchronously, so it checks violations again after `patience` milliseconds.
 *
 * @param options.segments the number of segments checked concurrently.
 * @returns for each page the number of checked items and their violations.
 */
export function verifyTable(options: { patience: number; segments?: number }): AsyncGenerator<Checked> {
  return merged(segmentsOf(options.segments ?? 1).map((segment) => verify(segment, options.patience)));
}

async function* verify(segment: Segment, patience: number): AsyncGenerator<Checked> {
  for await (const { items } of scanTable({ limit: PAGE_ITEMS, segment })) {
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
