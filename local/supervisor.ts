import { setTimeout as pause } from 'node:timers/promises';
import { type Child, untilReady } from './child.ts';
import { PartFailed, PortBusy } from './errors.ts';
import type { Part } from './parts/part.ts';
import type { LocalSettings } from './settings.ts';
import { type CloudState, endGroup, forgetState, killGroup, recordPart } from './state.ts';

/** Backoff before the first, second and third restart of a part within `MINUTE_MS`. */
const PAUSES_MS = [500, 2_000, 5_000];
const MINUTE_MS = 60_000;

/**
 * Supervises the parts: tracks each process from its start, restarts a part that ends by itself, stops all in reverse
 * order.
 */
export class Supervisor {
  /** Rejects with the first failure that a restart cannot repair. */
  readonly failed: Promise<never>;
  readonly #settings: LocalSettings;
  readonly #state: CloudState;
  readonly #say: (line: string) => void;
  readonly #children = new Map<Part, Child>();
  readonly #endings = new Map<Part, number[]>();
  readonly #spawned = new Set<number>();
  #reject!: (error: unknown) => void;
  #isMending = false;
  #stopping: Promise<void> | undefined;

  constructor(settings: LocalSettings, state: CloudState, say: (line: string) => void) {
    this.#settings = settings;
    this.#state = state;
    this.#say = say;
    this.failed = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // It may reject before it is awaited.
    this.failed.catch(() => {});
  }

  /** Starts a part's process. */
  async start(part: Part): Promise<void> {
    const child = await part.start(this.#settings, (pid, stopSignal) => this.#know(part, pid, stopSignal));
    this.#children.set(part, child);
    void child.exited.then((how) => this.#ended(part, child, how));
  }

  /** Resolves when the part answers. */
  async ready(part: Part): Promise<void> {
    const child = this.#children.get(part);
    if (child) await untilReady(child, () => part.answers(this.#settings));
  }

  /** Enables restarts of parts that end. Before this call, a failed first start is not repeated. */
  mendFromNowOn(): void {
    this.#isMending = true;
  }

  fail(error: unknown): void {
    this.#reject(error);
  }

  /** Stops every part, the last one started first, and forgets them. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  /** Kills every part. */
  kill(): void {
    for (const pid of this.#spawned) killGroup(pid);
    forgetState(this.#settings.stateFile);
  }

  #ended(part: Part, child: Child, how: string): void {
    if (this.#stopping) return;
    const reason = new PartFailed(part.name, `it has ${how}`, child.lastLines());
    if (this.#isMending) void this.#startAgain(part, how, reason);
    else this.fail(reason);
  }

  async #startAgain(part: Part, how: string, reason: PartFailed): Promise<void> {
    const endings = (this.#endings.get(part) ?? []).filter((time) => Date.now() - time < MINUTE_MS);
    this.#endings.set(part, [...endings, Date.now()]);
    const pauseMs = PAUSES_MS[endings.length];
    if (pauseMs === undefined) {
      return this.fail(new PartFailed(part.name, `it keeps ending; ${reason.message}`));
    }
    this.#say(`${part.name} has ${how}; restarting it (${endings.length + 1} of ${PAUSES_MS.length}).`);
    killGroup(this.#children.get(part)?.pid ?? 0);
    await pause(pauseMs);
    if (this.#stopping) return;
    try {
      await this.start(part);
      await this.ready(part);
      this.#say(`${part.name} answers again.`);
    } catch (error) {
      // Children of the ended process may hold its port for a moment.
      if (error instanceof PortBusy) return this.#startAgain(part, `left its port in use`, error);
      // If the process has ended again, its own exit handler restarts it.
      if (!this.#children.get(part)?.hasEnded()) this.fail(error);
    }
  }

  async #stopAll(): Promise<void> {
    const children = [...this.#children.values()];
    const known = new Set(children.map(({ pid }) => pid));
    const starting = [...this.#spawned].filter((pid) => !known.has(pid));
    await Promise.all(starting.map(endGroup));
    for (const child of children.toReversed()) await child.stop();
    forgetState(this.#settings.stateFile);
  }

  #know({ name }: Part, pid: number, stopSignal: NodeJS.Signals): void {
    this.#spawned.add(pid);
    recordPart(this.#settings.stateFile, this.#state, { part: name, pid, stopSignal });
    if (this.#stopping) killGroup(pid);
  }
}
