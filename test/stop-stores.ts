import { rm } from 'node:fs/promises';

/** Jest's global teardown, in the process that ran the global setup. */
export default async function stopStores(): Promise<void> {
  const { parts, data } = (globalThis as unknown as { cruddurTestStores: Started }).cruddurTestStores;
  await Promise.all(parts.map((part) => part.stop()));
  await rm(data, { recursive: true, force: true });
}

interface Started {
  parts: { stop(): Promise<unknown> }[];
  data: string;
}
