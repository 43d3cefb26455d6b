/** Built from `worker/worker.ts` by `service-worker-plugin.ts`. */
const WORKER = '/worker.js';

/** Of this version of the DOM, TypeScript does not know it. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(url: string): string };
}

/**
 * Installs the service worker, which makes the page open offline. Only the built page has one: what a development server
 * serves must never come from a cache.
 */
export function keepWorker(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  if (import.meta.env.DEV) return void removeWorkers(serviceWorker);
  const url = trusted(WORKER);
  // After the page has loaded, which needs the network more.
  addEventListener('load', () => void serviceWorker.register(url).catch(() => {}));
}

/** Whatever it is asked for, the page's only Trusted Types policy gives the address of the worker. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy('worker', { createScriptURL: () => url }).createScriptURL('') ?? url;
}

/** A built page was served at this address before. */
async function removeWorkers(workers: ServiceWorkerContainer): Promise<void> {
  for (const registration of await workers.getRegistrations()) await registration.unregister();
}
