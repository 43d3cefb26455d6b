import { setTimeout as pause } from 'node:timers/promises';
import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import { parts } from './parts/all.ts';
import type { Part } from './parts/part.ts';
import { claimPort } from './port.ts';
import type { LocalSettings } from './settings.ts';
import { claimState, forgetState } from './state.ts';
import { Supervisor } from './supervisor.ts';

/**
 * Starts the local cloud and keeps it until a signal or a failure.
 *
 * @param steps work to do once the stores run, and once everything answers.
 * @param onReady is called once everything answers.
 * @returns after everything has stopped on a signal.
 * @throws AlreadyRunning, PortsBusy, PartFailed, Interrupted
 */
export async function up(settings: LocalSettings, steps: Steps, onReady: () => void): Promise<void> {
  const state = await claimState(settings);
  const supervisor = new Supervisor(settings, state, (line) => console.log(line));
  const signal = untilSignal(supervisor);
  const work = new StoreWork();
  let ready = false;
  try {
    await claimPorts(settings);
    const started = startAll(settings, steps, supervisor, work).then(() => {
      ready = true;
      supervisor.mendFromNowOn();
      onReady();
    });
    await Promise.race([signal, supervisor.failed, started.then(() => signal)]);
  } finally {
    await work.end();
    await supervisor.stop();
    forgetState(settings.stateFile);
  }
  if (!ready) throw new Interrupted();
}

export interface Steps {
  /** Schema and data; each step is idempotent. */
  data: readonly DataStep[];
  /** The first actions of a user, so that "ready" means that it works. */
  trial: readonly DataStep[];
}

export interface DataStep {
  title: string;
  work: () => Promise<unknown>;
}

/** The running steps on the stores. No store may stop during a step: its driver would not survive that. */
class StoreWork {
  #current: Promise<unknown> = Promise.resolve();
  #hasEnded = false;

  async run(step: DataStep): Promise<void> {
    if (this.#hasEnded) throw new Interrupted();
    this.#current = step.work();
    await this.#current;
  }

  /** Starts no further step, and waits for the running one, at most as long as a statement may take. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await Promise.race([this.#current.catch(() => {}), pause(STEP_PATIENCE_MS, undefined, { ref: false })]);
  }
}

const STEP_PATIENCE_MS = 3_000;

class Interrupted extends Error {
  constructor() {
    super('Stopped before the local cloud was ready.');
    this.name = 'Interrupted';
  }
}

/** Reports every busy port before anything is started. */
async function claimPorts(settings: LocalSettings): Promise<void> {
  const needed = parts.flatMap((part) => part.ports(settings));
  const results = await Promise.allSettled(needed.map((name) => claimPort(name, settings.ports[name])));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.message] : []));
  if (reasons.length > 0) throw new PortsBusy(reasons);
}

class PortsBusy extends Error {
  constructor(reasons: string[]) {
    super(reasons.join('\n'));
    this.name = 'PortsBusy';
  }
}

/** Starts all processes concurrently: while the stores start, the services are bundled and the page is built. */
async function startAll(
  settings: LocalSettings,
  { data, trial }: Steps,
  supervisor: Supervisor,
  work: StoreWork,
): Promise<void> {
  const started = new Map(parts.map((part) => [part, supervisor.start(part)]));
  for (const start of started.values()) start.catch(() => {});
  const partTask = (part: Part) =>
    step(part.name, supervisor, async (task) => {
      await started.get(part);
      await supervisor.ready(part);
      task.title = Object.entries(part.addresses(settings))
        .map(([name, address]) => `${name} at ${address}`)
        .join(', ');
    });
  const tasksOf = (kind: Part['kind']) => parts.filter((part) => part.kind === kind).map(partTask);
  const stepTasks = (steps: readonly DataStep[]) =>
    steps.map((one) => step(one.title, supervisor, () => work.run(one)));
  const list = new Listr(
    [
      { title: 'Stores', task: (_, task) => task.newListr(tasksOf('store'), { concurrent: true }) },
      { title: 'Data', task: (_, task) => task.newListr(stepTasks(data)) },
      { title: 'Services', task: (_, task) => task.newListr(tasksOf('service'), { concurrent: true }) },
      { title: 'Trial', task: (_, task) => task.newListr(stepTasks(trial)) },
    ],
    {
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, showErrorMessage: false, timer: PRESET_TIMER },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  await list.run().catch(() => supervisor.failed);
}

/** Reports a step. A failure only gets a mark in the list; its reason is printed once, at the end. */
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
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. Another one, a second or more later, kills everything. (After a
 * Ctrl-C npm forwards a second signal at once, which must not count.)
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
