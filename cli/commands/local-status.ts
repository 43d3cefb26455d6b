import { parts } from '../../local/parts/all.ts';
import type { Part } from '../../local/parts/part.ts';
import type { LocalSettings } from '../../local/settings.ts';
import { type CloudState, isRunning, readState } from '../../local/state.ts';
import { runningSettings } from '../stage.ts';
import { table } from '../text-table.ts';

/** Asks each part and shows it. Exit status 1 unless all of them answer. */
export async function localStatus(options: { data?: string }): Promise<void> {
  const settings = runningSettings(options.data);
  const state = readState(settings.stateFile);
  const rows = (await Promise.all(parts.map((part) => rowsOf(part, settings, state)))).flat();
  console.log(table(['part', 'state', 'address', 'pid', 'started again'], rows));
  process.exitCode = rows.every(([, word]) => word === 'running') ? 0 : 1;
}

/** A row for each address of a part. */
async function rowsOf(
  part: Part,
  settings: LocalSettings,
  state: CloudState | undefined,
): Promise<string[][]> {
  const known = state?.parts.find(({ part: name }) => name === part.name);
  // A part without ports of its own is one that was there before.
  const isThere = known ? isRunning(known) : state !== undefined && part.ports(settings).length === 0;
  const word = !isThere ? 'stopped' : (await part.answers(settings)) ? 'running' : 'not answering';
  const pid = isThere && known ? String(known.pid) : '-';
  const restarts = known?.restarts ? `${known.restarts} times` : '-';
  return Object.entries(part.addresses(settings)).map(([name, address]) => [
    name,
    word,
    address,
    pid,
    restarts,
  ]);
}
