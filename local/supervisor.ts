import type { Child } from './child.ts';
import { PartFailed } from './errors.ts';
import type { LocalSettings } from './settings.ts';
import { type CloudState, forgetState, killGroup, recordPart } from './state.ts';

/** A part that was started; `startDynamodb` also gives one that it only found. */
export type Part = Child & { url: string };

/** Keeps the parts: knows each from its first moment, notices when one dies, stops them in reverse order. */
export class Supervisor {
  readonly parts: Part[] = [];
  /** Rejects with the first failure: a part that did not start, or that died by itself. */
  readonly failed: Promise<never>;
  private reject!: (error: unknown) => void;
  private readonly spawned = new Set<number>();
  private stopping: Promise<void> | undefined;
  private readonly settings: LocalSettings;
  private readonly state: CloudState;

  constructor(settings: LocalSettings, state: CloudState) {
    this.settings = settings;
    this.state = state;
    this.failed = new Promise((_, reject) => {
      this.reject = reject;
    });
    // It may come before anyone waits for it.
    this.failed.catch(() => {});
  }

  /** Starts a part; `start` reports the process as soon as it is there. */
  async start<P extends Part>(
    part: string,
    start: (onSpawn: (pid: number) => void) => Promise<P>,
  ): Promise<P> {
    const started = await start((pid) => this.onSpawn(part, pid));
    this.parts.push(started);
    void started.exited.then((how) => {
      if (!this.stopping) this.fail(new PartFailed(part, `it has ${how}`, started.lastLines()));
    });
    return started;
  }

  fail(error: unknown): void {
    this.reject(error);
  }

  /** Stops every part, the last one started first, and forgets them. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  /** Ends every part at once. */
  kill(): void {
    for (const pid of this.spawned) killGroup(pid);
    forgetState(this.settings.stateFile);
  }

  private async stopAll(): Promise<void> {
    const ready = new Set(this.parts.map(({ pid }) => pid));
    for (const pid of this.spawned) if (!ready.has(pid)) killGroup(pid);
    for (const part of this.parts.toReversed()) await part.stop();
    forgetState(this.settings.stateFile);
  }

  private onSpawn(part: string, pid: number): void {
    this.spawned.add(pid);
    recordPart(this.settings.stateFile, this.state, part, pid);
    if (this.stopping) killGroup(pid);
  }
}
