/** Shows on the standard error how far a long work is: one line that changes on a terminal, else a line now and then. */
export function progress(what: string) {
  let count = 0;
  let shownAt = 0;
  const show = () => process.stderr.write(process.stderr.isTTY ? `\r${count} ${what}` : `${count} ${what}\n`);
  return {
    add(more: number): void {
      count += more;
      const every = process.stderr.isTTY ? 100 : 5000;
      if (Date.now() - shownAt < every) return;
      shownAt = Date.now();
      show();
    },
    /** @returns the count. */
    end(): number {
      show();
      if (process.stderr.isTTY) process.stderr.write('\n');
      return count;
    },
  };
}
