/** Rows under their headings, as wide as their contents; Unicode by code points. */
export function table(headings: string[], rows: string[][]): string {
  const all = [headings, ...rows];
  const width = (column: number) => Math.max(...all.map((row) => [...(row[column] ?? '')].length));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat(width(column) - [...cell].length))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
