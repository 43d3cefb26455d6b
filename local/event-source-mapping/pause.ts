const PAUSE_MS = 250;

/** A store did not answer: says so, and waits a moment before the next try. */
export async function pauseAfter(
  error: unknown,
  log: (line: string) => void,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  log(`the stream did not answer: ${(error as Error)?.name ?? 'unknown'}`);
  await sleep(PAUSE_MS);
}
