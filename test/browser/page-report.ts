import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { toText } from '../../bench/render-table.ts';
import type { Table } from '../../bench/section.ts';
import { withSection } from '../section-of-document.ts';
import { browserVersion } from './browser.ts';
import { docs, type Figures, figuresFile, pageSection, readFigures } from './page-figures.ts';

/** Prints a table. `CRUDDUR_FIGURES=write` puts it into docs/performance.md, in place of the one with its title. */
export async function reportTable(intro: string, table: Table): Promise<void> {
  process.stdout.write(`${toText(table)}\n`);
  if (process.env.CRUDDUR_FIGURES !== 'write') return;
  const [load = 0] = loadavg();
  const date = new Date().toISOString().slice(0, 10);
  const origin = [
    `_\`npm run test:times\`, ${date}; ${cpus().length} x ${cpus()[0]?.model.trim()}`,
    `Chromium ${browserVersion()}, headless, drawn without a GPU`,
    `${load.toFixed(0)} other processes wanted to run._`,
  ].join('; ');
  const mine = { intro, table, origin };
  const isMine = (each: Figures) => each.table.title === table.title;
  const all = await readFigures();
  const now = all.some(isMine) ? all.map((each) => (isMine(each) ? mine : each)) : [...all, mine];
  await writeFile(figuresFile, `${JSON.stringify(now, undefined, 2)}\n`);
  const document = join(docs, 'performance.md');
  await writeFile(document, withSection(await readFile(document, 'utf8'), await pageSection()));
}
