import { getRow } from './message-groups.ts';

/** Reads a row that nobody has: the table answers if it is there, for half a read unit. */
export async function pingTable(): Promise<void> {
  await getRow('nobody', 'nothing', { consistent: false });
}
