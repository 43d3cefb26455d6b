import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bars, lines } from './chart.ts';
import { writeReport } from './report.ts';
import type { Section } from './section.ts';
import { toText } from './text-table.ts';

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

test('the terminal shows text to the left and numbers to the right', () => {
  expect(toText(table)).toBe('\nUnits\n  pattern  RCU\n  A        1.5\n  B, 100    12');
});

test('the report has the date, the command, the versions, each table and each chart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-report-'));
  const charts = [
    { name: 'some-bars', alt: 'Some bars', spec: bars('Bars', values, axes) },
    { name: 'some-lines', alt: 'Some lines', spec: lines('Lines', values, axes) },
  ];
  const section: Section = { title: 'Capacity', intro: ['Why.'], tables: [table], charts };
  const engines = { dynoxide: 'dynoxide', 'dynamodb-local': 'dynamodb-local' };
  const started = new Date('2026-11-23T12:00:00Z');
  await writeReport(folder, { sections: [section], started, load: 1, engines, command: 'npm run bench' });
  const report = await readFile(join(folder, 'performance.md'), 'utf8');
  expect(report).toContain('`npm run bench` on 2026-11-23');
  expect(report).toContain(`Node ${process.version}`);
  expect(report).toContain('| pattern | RCU |\n| --- | ---: |\n| A | 1.5 |');
  expect(report).toContain('![Some bars](performance/some-bars.svg)');
  for (const { name } of charts) {
    const svg = await readFile(join(folder, 'performance', `${name}.svg`), 'utf8');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  }
  await rm(folder, { recursive: true });
});
