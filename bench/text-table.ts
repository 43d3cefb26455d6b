import type { Table } from './section.ts';

/** A table for the terminal: text to the left, numbers to the right. */
export function toText({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const lines = cells.map((row, line) =>
    row.map((cell, index) => pad(cell, widths[index] ?? 0, line > 0 && isNumber(rows[line - 1]?.[index]))),
  );
  return [`\n${title}`, ...lines.map((line) => `  ${line.join('  ')}`.trimEnd())].join('\n');
}

/** The same for the report. */
export function toMarkdown({ title, columns, rows }: Table): string {
  const first = rows[0] ?? [];
  const rule = columns.map((_, index) => (isNumber(first[index]) ? '---:' : '---'));
  const lines = [columns, rule, ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `**${title}**\n\n${lines.join('\n')}`;
}

const isNumber = (cell: unknown) => typeof cell === 'number';
const pad = (cell: string, width: number, right: boolean) =>
  right ? cell.padStart(width) : cell.padEnd(width);
