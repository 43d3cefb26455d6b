import { parts } from '../local/parts/all.ts';
import type { Part } from '../local/parts/part.ts';
import type { LocalSettings } from '../local/settings.ts';
import { type CloudState, isRunning, readState } from '../local/state.ts';

/** A part of the local cloud, and whether it answers. */
export interface SeenPart {
  part: string;
  state: 'running' | 'not answering' | 'stopped';
  address: string;
  pid: number | undefined;
  /** How often it was restarted after it ended. */
  restarts: number;
}

/** Probes each part of the local cloud. */
export async function lookAtParts(local: LocalSettings): Promise<SeenPart[]> {
  const cloud = readState(local.stateFile);
  return (await Promise.all(parts.map((part) => lookAt(part, local, cloud)))).flat();
}

async function lookAt(part: Part, local: LocalSettings, cloud: CloudState | undefined): Promise<SeenPart[]> {
  const known = cloud?.parts.find(({ part: name }) => name === part.name);
  // A part without its own ports existed before the cloud started.
  const isThere = known ? isRunning(known) : cloud !== undefined && part.ports(local).length === 0;
  const state = !isThere ? 'stopped' : (await part.answers(local)) ? 'running' : 'not answering';
  const pid = isThere ? known?.pid : undefined;
  const seen = { state, pid, restarts: known?.restarts ?? 0 } as const;
  return Object.entries(part.addresses(local)).map(([name, address]) => ({ part: name, address, ...seen }));
}
