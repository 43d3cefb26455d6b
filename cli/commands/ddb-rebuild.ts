import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asksInProduction, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { segments, text, wholeNumber } from '../options.ts';

/** Writes a checkpoint to a file after each page; Ctrl-C stops after the page, and the next run resumes there. */
export const ddbRebuild = command({
  description: 'repair every message group row; continues where an earlier run stopped',
  where: 'anywhere',
  stores: ['table', 'database'],
  json: true,
  options: {
    wcu: wholeNumber('units', 'write capacity units per second at most', {
      from: 1,
      to: 40_000,
      fallback: 100,
    }),
    segments: segments(),
    group: text('uuid', 'only this message group'),
    position: text('file', 'the checkpoint file', { completes: 'file' }),
  },
  asks: asksInProduction('rewrites every incorrect message group row'),
  examples: ['bin/cruddur ddb rebuild --wcu 50', 'bin/cruddur ddb rebuild --group 12345678-1234-…'],
  async run({ wcu, segments, group, position }, { stage, local, stores, out }) {
    const { rebuildGroup, rebuildTable } = await import('../repair/rebuild-table.ts');
    if (group) {
      if (await rebuildGroup(group)) return `The message group ${group} is correct.`;
      throw new CommandFailed(
        `The message group ${group} cannot be rebuilt: it has no message, or a member is not a user.`,
      );
    }
    const { readPlaces, writePlaces } = await import('../repair/rebuild-place.ts');
    const { countItems } = await import('../table/count-items.ts');
    const file = position ?? join(local.data, `rebuild-${stage ?? 'local'}.json`);
    const earlier = readPlaces(file);
    if (earlier) out.note(`Continuing where an earlier run stopped (${file}).`);
    const places = earlier ?? Array(segments).fill('beginning');
    const progress = out.progress('items checked', await countItems(stores.table));
    const stop = untilInterrupted();
    const total = { groups: 0, failed: 0 };
    for await (const page of rebuildTable({ writeUnits: wcu, places })) {
      for (const key of page.failed) out.item(key, `${key.pk} ${key.sk}: cannot be rebuilt`);
      total.groups += page.groups;
      total.failed += page.failed.length;
      progress.add(page.items);
      places[page.segment] = page.next;
      writePlaces(file, places);
      if (stop.aborted) throw new CommandFailed('Stopped. Run the same command again to continue.');
    }
    rmSync(file, { force: true });
    progress.end();
    if (total.failed > 0) throw new CommandFailed(`${total.failed} items cannot be rebuilt.`);
    return `${total.groups} message groups are correct.`;
  },
});

/** The first Ctrl-C stops gracefully; the second ends the program. */
function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return stop.signal;
}
