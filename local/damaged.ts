import { existsSync, renameSync } from 'node:fs';
import { PartFailed } from './errors.ts';

/**
 * Starts a part on its data. Damaged data are moved aside, so that the next start can make new ones and nothing is
 * lost.
 *
 * @throws PartFailed: one sentence that names the data, where they are now, and the log.
 */
export async function onSoundData<T>(
  { part, data, signs, logFile }: KeptData,
  start: () => Promise<T>,
): Promise<T> {
  const wasThere = existsSync(data);
  try {
    return await start();
  } catch (error) {
    throw wasThere && (signs.test(String(error)) || isOfGoneFile(error, data))
      ? keptAside(part, data, logFile)
      : error;
  }
}

const isOfGoneFile = (error: unknown, data: string) =>
  (error as NodeJS.ErrnoException).code === 'ENOENT' &&
  String((error as NodeJS.ErrnoException).path).startsWith(data);

export interface KeptData {
  part: string;
  /** The file or folder. */
  data: string;
  /** Matches the errors with which the part reports damaged data. */
  signs: RegExp;
  logFile: string;
}

/** Moves damaged data aside. @returns the error to throw. */
export function keptAside(part: string, data: string, logFile: string): PartFailed {
  const aside = `${data}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
  renameSync(data, aside);
  return new PartFailed(
    part,
    `${data} is damaged and was moved to ${aside}; the next start creates new data; the log is ${logFile}`,
  );
}
