export type Cell = string | number;

/** The lines of a text table. Columns are as wide as their contents in code points; numbers align right. */
export function textTable(headings: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => widthOf(row[column]))));
  return all.map((row) =>
    row
      .map((cell, column) => fill(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const widthOf = (cell: Cell = '') => [...String(cell)].length;

function fill(cell: Cell, width: number): string {
  const space = ' '.repeat(width - widthOf(cell));
  return typeof cell === 'number' ? space + cell : cell + space;
}
