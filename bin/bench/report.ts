import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { toSvg } from './chart.ts';
import type { Section } from './section.ts';
import { toMarkdown } from './text-table.ts';

export interface Report {
  sections: Section[];
  started: Date;
  /** How many processes wanted to run, over the minute before it started. */
  load: number;
  engines: Record<string, string>;
  command: string;
}

/** Writes `performance.md` and `performance/*.svg` into `folder`. */
export async function writeReport(folder: string, report: Report): Promise<void> {
  await mkdir(join(folder, 'performance'), { recursive: true });
  for (const { name, spec } of report.sections.flatMap(({ charts }) => charts)) {
    await writeFile(join(folder, 'performance', `${name}.svg`), `${await toSvg(spec)}\n`);
  }
  const changes = await readFile(join(import.meta.dirname, 'changes.md'), 'utf8');
  const parts = [await heading(report), ...report.sections.map(toText), changes.trim()];
  await writeFile(join(folder, 'performance.md'), `${parts.join('\n\n')}\n`);
}

function toText({ title, intro, tables, charts }: Section): string {
  const images = charts.map(({ name, alt }) => `![${alt}](performance/${name}.svg)`);
  return [`## ${title}`, ...intro, ...tables.map(toMarkdown), ...images].join('\n\n');
}

async function heading({ started, load, engines, command }: Report): Promise<string> {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `# Performance

Written by \`${command}\` on ${started.toISOString().slice(0, 10)}; do not edit.

- Machine: ${cpus().length} x ${cpu?.model.trim()}, ${gigabytes} GB, ${type()} ${release()}; ${load.toFixed(1)} other processes wanted to run when it started
- Node ${process.version}, ${(await versions()).join(', ')}
- DynamoDB: ${engines.dynoxide} for capacity, warm and cold functions; ${engines['dynamodb-local']} for scale and throughput

Times are of one machine with everything on it, stores included: compare them with each other, not with AWS. Units are
what the engine reports in \`ConsumedCapacity\`; they do not depend on the machine.`;
}

async function versions(): Promise<string[]> {
  const packages = ['@aws-sdk/lib-dynamodb', 'postgres', 'esbuild', '@dynoxide/linux-x64'];
  const { packages: installed } = JSON.parse(
    await readFile(join(import.meta.dirname, '../../package-lock.json'), 'utf8'),
  );
  return packages.map((name) => `${name} ${installed[`node_modules/${name}`]?.version}`);
}
