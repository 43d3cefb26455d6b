import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toMarkdown } from '../../bench/render-table.ts';
import type { Table } from '../../bench/section.ts';

/** A table of figures of the page, with its conditions. */
export interface Figures {
  intro: string;
  table: Table;
  origin: string;
}

export const docs = join(import.meta.dirname, '../../docs');
/** What was measured last, in the order of the section. */
export const figuresFile = join(docs, 'performance/page.json');

export async function readFigures(): Promise<Figures[]> {
  return JSON.parse(await readFile(figuresFile, 'utf8'));
}

/** The section of docs/performance.md about the page. */
export async function pageSection(): Promise<string> {
  const figures = await readFigures();
  const parts = figures.flatMap(({ intro, table, origin }) => [intro, toMarkdown(table), origin]);
  return ['## The page', ...parts].join('\n\n');
}
