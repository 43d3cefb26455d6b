import fs from 'node:fs';

/**
 * Atomic writes for cognito-local, preloaded into it. It writes its files in place and concurrently, which can
 * corrupt a file: two sign-ins at once are enough. Here writes are atomic and run one after the other. Remove this when
 * the library does so itself.
 */
type WriteFile = (file: string, content: string, done: (error: Error | null) => void) => void;

const writeFile: WriteFile = (file, content, done) => {
  fs.writeFileSync(`${file}.new`, content);
  fs.renameSync(`${file}.new`, file);
  process.nextTick(done, null);
};

Object.assign(fs, { writeFile });
