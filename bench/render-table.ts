import { textTable } from '../cli/text-table.ts';
import type { Table } from './section.ts';

/** Renders a table for the terminal. */
export function toText({ title, columns, rows }: Table): string {
  return [`\n${title}`, ...textTable(columns, rows).map((line) => `  ${line}`)].join('\n');
}

/** Renders a table for the report. */
export function toMarkdown({ title, columns, rows }: Table): string {
  const first = rows[0] ?? [];
  const rule = columns.map((_, index) => (isNumber(first[index]) ? '---:' : '---'));
  const lines = [columns, rule, ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `**${title}**\n\n${lines.join('\n')}`;
}

const isNumber = (cell: unknown) => typeof cell === 'number';
