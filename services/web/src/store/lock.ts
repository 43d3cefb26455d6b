/**
 * Runs `work` under a lock that all tabs share. A browser that forbids storage has no locks either: then it runs at
 * once.
 */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return work();
  };
  try {
    return await navigator.locks.request(name, begin);
  } catch (error) {
    if (hasBegun || !isForbidden(error)) throw error;
    return work();
  }
}

/**
 * Runs `work` in the first tab that asks by this name, and in no other one until that tab lets go or is closed. Where
 * there are no locks, it runs in each.
 *
 * @returns lets go.
 */
export function inFirstTab(name: string, work: () => Promise<void>): () => void {
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
  navigator.locks
    .request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await work();
      await isLetGo;
    })
    .catch((error) => {
      if (!isForbidden(error)) throw error;
      return work();
    });
  return letGo;
}

const isForbidden = (error: unknown) => error instanceof DOMException && error.name === 'SecurityError';
