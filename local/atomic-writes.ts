import fs from 'node:fs';

/**
 * Loaded into cognito-local before it starts. It writes its files in place, several writes at once if several
 * requests come at once, and so can leave a file that nobody can read. Here each write is whole, one after
 * the other.
 */
type WriteFile = (file: string, content: string, done: (error: Error | null) => void) => void;

const writeFile: WriteFile = (file, content, done) => {
  fs.writeFileSync(`${file}.new`, content);
  fs.renameSync(`${file}.new`, file);
  process.nextTick(done, null);
};

Object.assign(fs, { writeFile });
