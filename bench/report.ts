import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { pageSection } from '../test/browser/page-figures.ts';
import { worstCasesSection } from '../test/worst-cases/document.ts';
import { toSvg } from './chart.ts';
import { toMarkdown } from './render-table.ts';
import { type Section, type SectionName, sectionNames } from './section.ts';

/** A measured section, with the conditions and the date. */
interface Measured {
  section: Section;
  command: string;
  engine: string;
  /** Load average over the minute before the section. */
  load: number;
  machine: string;
  versions: string;
  date: string;
}

type Notes = Partial<Record<SectionName, Measured>>;

const notesIn = (folder: string) => join(folder, 'performance', 'sections.json');

/** Saves the results of a section, so that a report can be measured in several runs. */
export async function noteSection(
  folder: string,
  name: SectionName,
  measured: Pick<Measured, 'section' | 'command' | 'engine' | 'load'>,
): Promise<void> {
  await mkdir(join(folder, 'performance'), { recursive: true });
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} x ${cpu?.model.trim()}, ${gigabytes} GB, ${type()} ${release().split('-')[0]}`;
  const date = new Date().toISOString().slice(0, 10);
  const notes = await readNotes(folder);
  notes[name] = { ...measured, machine, versions: await versions(), date };
  await writeFile(notesIn(folder), `${JSON.stringify(notes, undefined, 2)}\n`);
}

/** Writes `performance.md` and `performance/*.svg` into `folder`, from the results saved there. */
export async function writeReport(folder: string): Promise<void> {
  const notes = await readNotes(folder);
  const measured = sectionNames.flatMap((name) => notes[name] ?? []);
  for (const { name, spec } of measured.flatMap(({ section }) => section.charts)) {
    await writeFile(join(folder, 'performance', `${name}.svg`), `${await toSvg(spec)}\n`);
  }
  const changes = await readFile(join(import.meta.dirname, 'changes.md'), 'utf8');
  const parts = [heading, ...measured.map(toText), await pageSection(), worstCasesSection(), changes.trim()];
  await writeFile(join(folder, 'performance.md'), `${parts.join('\n\n')}\n`);
}

async function readNotes(folder: string): Promise<Notes> {
  try {
    return JSON.parse(await readFile(notesIn(folder), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

const heading = `# Performance

Written by \`npm run bench\`; do not edit. Times are of one machine with everything on it, stores included, and with other
work beside it: what is compared was measured in turn, so compare the columns with each other, not with AWS. Units are what
the engine reports in \`ConsumedCapacity\`; they do not depend on the machine.`;

function toText({ section, command, engine, load, machine, versions, date }: Measured): string {
  const { title, intro, tables, charts } = section;
  const images = charts.map(({ name, alt }) => `![${alt}](performance/${name}.svg)`);
  const origin = `_\`${command}\`, ${date}; ${machine}; ${versions}; DynamoDB: ${engine}; ${load.toFixed(0)} other processes wanted to run._`;
  return [`## ${title}`, ...intro, ...tables.map(toMarkdown), ...images, origin].join('\n\n');
}

async function versions(): Promise<string> {
  const { packages } = JSON.parse(await readFile(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const names = ['@aws-sdk/lib-dynamodb', 'postgres', 'esbuild', '@dynoxide/linux-x64'];
  const installed = names.map((name) => `${name} ${packages[`node_modules/${name}`]?.version}`);
  return [`Node ${process.version}`, ...installed].join(', ');
}
