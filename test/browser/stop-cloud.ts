import { rm } from 'node:fs/promises';

interface Started {
  cloud: { pid: number; done: Promise<unknown> };
  site: { close(): Promise<void> };
  data: string;
}

/** Jest's global teardown, in the process that ran the global setup. */
export default async function stopCloud(): Promise<void> {
  const { cloud, site, data } = (globalThis as unknown as { cruddurE2e: Started }).cruddurE2e;
  await site.close();
  process.kill(cloud.pid, 'SIGTERM');
  await cloud.done;
  await rm(data, { recursive: true, force: true });
}
