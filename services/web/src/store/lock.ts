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
    const isForbidden = error instanceof DOMException && error.name === 'SecurityError';
    if (hasBegun || !isForbidden) throw error;
    return work();
  }
}
