/** Runs generators concurrently and yields each value as soon as it comes. */
export async function* merged<T>(generators: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const waiting = new Map(generators.map((generator) => [generator, next(generator)]));
  try {
    while (waiting.size > 0) {
      const { generator, result } = await Promise.race(waiting.values());
      if (result.done) {
        waiting.delete(generator);
        continue;
      }
      waiting.set(generator, next(generator));
      yield result.value;
    }
  } finally {
    // Waits for pending reads first.
    await Promise.allSettled([
      ...waiting.values(),
      ...generators.map((generator) => generator.return(undefined)),
    ]);
  }
}

async function next<T>(generator: AsyncGenerator<T>) {
  return { generator, result: await generator.next() };
}
