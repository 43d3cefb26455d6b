import { rebuildTable } from '../cli/repair/rebuild-table.ts';
import { verifyTable } from '../cli/repair/verify-table.ts';
import { createReceiver } from './people.ts';
import { loadGroup } from './scale-data.ts';
import type { Section, SectionOptions } from './section.ts';
import { round } from './statistics.ts';

interface Pass {
  what: string;
  items: number;
  seconds: number;
  /** Memory of the process in MB: the peak, and before the run. */
  before: number;
  most: number;
}

/** Verifying and rebuilding a whole table. */
export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  const passes: Pass[] = [];
  for (const groups of quick ? [10] : [100, 500]) {
    progress(`${groups} groups`);
    for (let n = 0; n < groups; n++) await loadGroup(20, () => {}, await createReceiver());
    passes.push(await pass(`verify, ${groups} groups`, verifyTable({ patience: 0 }), ({ items }) => items));
    passes.push(
      await pass(
        `rebuild, ${groups} groups`,
        rebuildTable({ writeUnits: Infinity }),
        ({ groups: done }) => done,
      ),
    );
  }
  return {
    title: 'Verify and rebuild',
    intro: [
      'Over message groups of 20 messages each. Verifying counts items; rebuilding counts groups, each once, and is measured without a limit of write units. Memory is the whole process: it does not grow with the table.',
    ],
    tables: [
      {
        title: 'A pass over the table',
        columns: ['pass', 'items or groups', 'for each second', 'memory before, MB', 'at most, MB'],
        rows: passes.map(({ what, items, seconds, before, most }) => [
          what,
          items,
          round(items / seconds),
          round(before),
          round(most),
        ]),
      },
    ],
    charts: [],
  };
}

async function pass<Page>(
  what: string,
  pages: AsyncIterable<Page>,
  count: (page: Page) => number,
): Promise<Pass> {
  const before = megabytes();
  let [items, most] = [0, before];
  const started = performance.now();
  for await (const page of pages) {
    items += count(page);
    most = Math.max(most, megabytes());
  }
  return { what, items, seconds: (performance.now() - started) / 1000, before, most };
}

const megabytes = () => process.memoryUsage().rss / 2 ** 20;
