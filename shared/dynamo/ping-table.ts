import { getRow } from './message-groups.ts';

/** Reads a row that does not exist: checks that the table answers, for half a read unit. */
export async function pingTable(): Promise<void> {
  await getRow('nobody', 'nothing', { consistent: false });
}
