import { answersHttp } from '../../local/child.ts';
import { database, host, type LocalSettings, services } from '../../local/settings.ts';
import { type CloudState, isRunning, readState } from '../../local/state.ts';
import { hasWeb } from '../../local/web.ts';
import { runningSettings } from '../stage.ts';
import { table } from '../text-table.ts';

/** Shows each part. Exit status 1 unless all of them run and those that speak HTTP answer. */
export async function localStatus(options: { data?: string }): Promise<void> {
  const settings = runningSettings(options.data);
  const state = readState(settings.stateFile);
  const parts = ['postgres', 'dynamodb', 'cognito', ...services, ...(hasWeb() ? ['web'] : [])];
  const rows = await Promise.all(parts.map((part) => row(part, settings, state)));
  console.log(table(['part', 'state', 'address', 'pid'], rows));
  process.exitCode = rows.every(([, word]) => word === 'running') ? 0 : 1;
}

async function row(part: string, settings: LocalSettings, state: CloudState | undefined): Promise<string[]> {
  const address = addressOf(part, settings);
  const process = state?.parts.find((known) => known.part === part);
  const alive = process ? isRunning(process) : part === 'dynamodb' && state !== undefined;
  const answers = alive && (part === 'postgres' || (await answersHttp(address)));
  const word = answers ? 'running' : alive ? 'not answering' : 'stopped';
  return [part, word, address, alive && process ? String(process.pid) : '-'];
}

function addressOf(part: string, settings: LocalSettings): string {
  const { ports } = settings;
  if (part === 'postgres') return `postgres://${host}:${ports.postgres}/${database}`;
  if (part === 'dynamodb') return settings.dynamodbEndpoint;
  if (part === 'stream') return `http://${host}:${ports['stream-functions']}`;
  if (part === 'web') return settings.webOrigin;
  return `http://${host}:${ports[part as keyof typeof ports]}`;
}
