import { rm } from 'node:fs/promises';
import stopStores from '../stop-stores.ts';

export default async function tearDown(): Promise<void> {
  await stopStores();
  await rm(process.env.CRUDDUR_AWS_PACKAGES as string, { recursive: true, force: true });
}
