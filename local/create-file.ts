import { linkSync, rmSync, writeFileSync } from 'node:fs';

/** Creates a file for its owner alone. A link, unlike a rename, never overwrites the file of a concurrent process. */
export function createFile(file: string, content: string): void {
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, content, { mode: 0o600 });
  try {
    linkSync(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(whole);
  }
}
