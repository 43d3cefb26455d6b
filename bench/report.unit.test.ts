import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bars, lines } from './chart.ts';
import { toText } from './render-table.ts';
import { noteSection, writeReport } from './report.ts';
import type { Section, SectionName } from './section.ts';

const table = {
  title: 'Units',
  columns: ['pattern', 'RCU'],
  rows: [
    ['A', 1.5],
    ['B, 100', 12],
  ],
};
const axes = {
  x: { field: 'pattern', title: '' },
  y: { field: 'units', title: 'RCU' },
  series: { field: 'series', order: ['one', 'other'] },
};
const values = [
  { pattern: 1, series: 'one', units: 1 },
  { pattern: 2, series: 'other', units: 2 },
];

test('terminal tables align text left and numbers right', () => {
  expect(toText(table)).toBe('\nUnits\n  pattern  RCU\n  A        1.5\n  B, 100    12');
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cruddur-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

const section = (title: string, charts: Section['charts'] = []): Section => ({
  title,
  intro: ['Why.'],
  tables: [table],
  charts,
});
const note = (name: SectionName, measured: Section) =>
  noteSection(folder, name, { section: measured, command: 'npm run bench', engine: 'dynoxide', load: 1 });
const written = () => readFile(join(folder, 'performance.md'), 'utf8');

test('the report contains the command, date, versions, all tables and all charts', async () => {
  const charts = [
    { name: 'some-bars', alt: 'Some bars', spec: bars('Bars', values, axes) },
    { name: 'some-lines', alt: 'Some lines', spec: lines('Lines', values, axes) },
  ];
  await note('capacity', section('Capacity', charts));
  await writeReport(folder);
  const report = await written();
  expect(report).toContain(`\`npm run bench\`, ${new Date().toISOString().slice(0, 10)}`);
  expect(report).toContain(`Node ${process.version}`);
  expect(report).toContain('| pattern | RCU |\n| --- | ---: |\n| A | 1.5 |');
  expect(report).toContain('![Some bars](performance/some-bars.svg)');
  for (const { name } of charts) {
    const svg = await readFile(join(folder, 'performance', `${name}.svg`), 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  }
});

test('measuring a section again replaces it and keeps the others', async () => {
  await note('warm', section('Warm, before'));
  await note('capacity', section('Capacity'));
  await note('warm', section('Warm, after'));
  await writeReport(folder);
  const titles = [...(await written()).matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(titles.slice(0, 2)).toEqual(['Capacity', 'Warm, after']);
});
