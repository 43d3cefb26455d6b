/**
 * Runs calls side by side and waits for all of them, so that none is left behind when the answer leaves.
 *
 * @throws the first one's error.
 */
export async function allDone<const Calls extends readonly Promise<unknown>[]>(
  ...calls: Calls
): Promise<{ -readonly [Place in keyof Calls]: Awaited<Calls[Place]> }> {
  await Promise.allSettled(calls);
  return Promise.all(calls) as Promise<{ -readonly [Place in keyof Calls]: Awaited<Calls[Place]> }>;
}
