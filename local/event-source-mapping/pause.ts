const PAUSE_MS = 250;

/** Reports that a store did not answer, and waits before the retry. */
export async function pauseAfter(
  error: unknown,
  log: (line: string) => void,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  log(`the stream could not be read: ${(error as Error)?.name ?? 'unknown'}`);
  await sleep(PAUSE_MS);
}
