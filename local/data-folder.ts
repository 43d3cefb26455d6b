import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The data folder cannot be used; the message says which, why, and what to do. */
export class DataFolderUnusable extends Error {
  constructor(folder: string, cause: NodeJS.ErrnoException) {
    const why = reasons[cause.code ?? ''] ?? cause.message;
    super(`The data cannot be written to ${folder}: ${why}; choose another folder with --data DIR.`, {
      cause,
    });
    this.name = 'DataFolderUnusable';
  }
}

const reasons: Record<string, string> = {
  EACCES: 'this account has no permission to write there',
  EPERM: 'this account has no permission to write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'no folder can be created there',
};

/**
 * Makes the data folder, accessible to its owner only.
 *
 * @throws DataFolderUnusable
 */
export function prepareDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, 'x'.repeat(64 * 1024));
  } catch (error) {
    throw new DataFolderUnusable(folder, error as NodeJS.ErrnoException);
  }
  rmSync(probe);
}

/** Makes each level itself: the recursive option of Node never returns where nothing can be made, as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
