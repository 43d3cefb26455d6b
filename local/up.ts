import { join, resolve } from 'node:path';
import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import { startCognito } from './cognito.ts';
import { type Engine, startDynamodb } from './dynamodb.ts';
import { ensureKeys } from './keys.ts';
import { claimPort } from './port.ts';
import { startPostgres } from './postgres.ts';
import { startService } from './service.ts';
import { environment, host, type LocalSettings, services } from './settings.ts';
import { claimState, forgetState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { hasWeb, startWeb } from './web.ts';

/**
 * Starts the local cloud and keeps it until a signal or a failure.
 *
 * @param data what to do once the stores run, before the services start.
 * @param onReady is called when everything answers.
 * @returns when everything has stopped after a signal.
 * @throws AlreadyRunning, PortsBusy, PartFailed, Interrupted
 */
export async function up(
  settings: LocalSettings,
  data: readonly DataStep[],
  onReady: (supervisor: Supervisor) => void,
): Promise<void> {
  const state = await claimState(settings);
  const supervisor = new Supervisor(settings, state);
  const signal = untilSignal(supervisor);
  let ready = false;
  try {
    await claimPorts(settings);
    const started = startAll(settings, data, supervisor).then(() => {
      ready = true;
      onReady(supervisor);
    });
    await Promise.race([signal, supervisor.failed, started.then(() => signal)]);
  } finally {
    await supervisor.stop();
    forgetState(settings.stateFile);
  }
  if (!ready) throw new Interrupted();
}

/** One step of preparing schema and data, which leaves alone what is there. */
export interface DataStep {
  title: string;
  work: () => Promise<unknown>;
}

class Interrupted extends Error {
  constructor() {
    super('Stopped before it was ready.');
    this.name = 'Interrupted';
  }
}

/** Names every busy port before anything is started. */
async function claimPorts({ ports }: LocalSettings): Promise<void> {
  const needed = Object.entries(ports).filter(([name]) => isNeeded(name));
  const results = await Promise.allSettled(needed.map(([name, port]) => claimPort(name, port)));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.message] : []));
  if (reasons.length > 0) throw new PortsBusy(reasons);
}

function isNeeded(name: string): boolean {
  if (name === 'web') return hasWeb();
  return name !== 'dynamodb' || !environment.dynamodbEndpoint;
}

class PortsBusy extends Error {
  constructor(reasons: string[]) {
    super(reasons.join('\n'));
    this.name = 'PortsBusy';
  }
}

async function startAll(
  settings: LocalSettings,
  data: readonly DataStep[],
  supervisor: Supervisor,
): Promise<void> {
  const steps: ListrTask[] = [
    {
      title: 'Stores',
      task: (_, task) => task.newListr(storeTasks(settings, supervisor), { concurrent: true }),
    },
    { title: 'Data', task: (_, task) => task.newListr(dataTasks(data, supervisor)) },
    {
      title: 'Services',
      task: (_, task) => task.newListr(serviceTasks(settings, supervisor), { concurrent: true }),
    },
  ];
  const list = new Listr(steps, {
    registerSignalListeners: false,
    rendererOptions: { collapseSubtasks: false, showErrorMessage: false, timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  });
  await list.run().catch(() => supervisor.failed);
}

function storeTasks(settings: LocalSettings, supervisor: Supervisor): ListrTask[] {
  const { ports, logs } = settings;
  const place = (part: keyof typeof ports) => ({
    port: ports[part],
    dataDir: join(resolve(settings.data), part),
    logFile: join(logs, `${part}.log`),
  });
  const keys = ensureKeys(settings.data);
  const functionsUrl = `http://${host}:${ports['users-functions']}`;
  return [
    partTask('postgres', supervisor, (onSpawn) => startPostgres({ ...place('postgres'), keys, onSpawn })),
    partTask('dynamodb', supervisor, (onSpawn) =>
      startDynamodb({
        ...place('dynamodb'),
        endpoint: environment.dynamodbEndpoint,
        engine: environment.dynamodbEngine as Engine | undefined,
        dynamodbLocalDir: environment.dynamodbLocalDir,
        onSpawn,
      }),
    ),
    partTask('cognito', supervisor, (onSpawn) =>
      startCognito({ ...place('cognito'), functionsUrl, onSpawn }),
    ),
  ];
}

function serviceTasks(settings: LocalSettings, supervisor: Supervisor): ListrTask[] {
  const tasks = services.map((service) =>
    partTask(service, supervisor, (onSpawn) => startService(service, settings, onSpawn)),
  );
  const web = partTask('web', supervisor, (onSpawn) => startWeb(settings, onSpawn));
  return hasWeb() ? [...tasks, web] : tasks;
}

function dataTasks(data: readonly DataStep[], supervisor: Supervisor): ListrTask[] {
  return data.map(({ title, work }) => step(title, supervisor, () => work()));
}

function partTask(
  part: string,
  supervisor: Supervisor,
  start: Parameters<Supervisor['start']>[1],
): ListrTask {
  return step(part, supervisor, async (task) => {
    const { url } = await supervisor.start(part, start);
    task.title = `${part} at ${url}`;
  });
}

/** The reason of a failure is told once, at the end; the list only marks where it was. */
function step(
  title: string,
  supervisor: Supervisor,
  work: (task: { title?: string }) => Promise<unknown>,
): ListrTask {
  return {
    title,
    task: async (_, task) => {
      try {
        await work(task);
      } catch (error) {
        supervisor.fail(error);
        throw new Error('see below');
      }
    },
  };
}

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP; another one, a second or more later, ends everything at once.
 * (npm passes on a Ctrl-C that the terminal has sent to us as well: the two come together.)
 */
function untilSignal(supervisor: Supervisor): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  let first: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      first ??= Date.now();
      if (Date.now() - first < 1000) return stop();
      supervisor.kill();
      process.exit(130);
    });
  }
  return promise;
}
