import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { FunctionCrashed, FunctionFailed, FunctionTimedOut, FunctionUnavailable } from './errors.ts';
import type { FromWorker, LocalFunction, ToWorker } from './messages.ts';

/**
 * Runs a service's functions in one thread, started on first use and restarted after a crash. At most `MAX_RUNNING`
 * invocations run at a time, the others queue: here they share a core, where Lambda gives each its own machine, and
 * hundreds at once would all miss their timeouts.
 */
export class FunctionHost {
  readonly #functions: ReadonlyMap<string, LocalFunction>;
  readonly #log: (line: string) => void;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #thread: FunctionThread | undefined;

  constructor(functions: readonly LocalFunction[], log: (line: string) => void) {
    this.#functions = new Map(functions.map((known) => [known.name, known]));
    this.#log = log;
  }

  /**
   * @returns the result of the function, through JSON as on Lambda.
   * @throws FunctionFailed, FunctionTimedOut, FunctionCrashed, FunctionUnavailable
   */
  async invoke(functionName: string, event: unknown): Promise<unknown> {
    if (this.#running >= MAX_RUNNING) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await this.#current().invoke(functionName, event);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  /** Makes later invocations run the new bundles. */
  reload(): void {
    void this.#thread?.endWhenIdle();
    this.#thread = undefined;
  }

  async stop(): Promise<void> {
    await this.#thread?.end('the service stops');
  }

  #current(): FunctionThread {
    if (!this.#thread || this.#thread.hasEnded) this.#thread = new FunctionThread(this.#functions, this.#log);
    return this.#thread;
  }
}

const MAX_RUNNING = 32;
/** Lambda's limit for loading a function. */
const LOAD_LIMIT_MS = 10_000;
/** A thread that is silent for longer counts as stuck. */
const SILENCE_LIMIT_MS = 1_000;

interface Call {
  readonly known: LocalFunction;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

class FunctionThread {
  readonly #functions: ReadonlyMap<string, LocalFunction>;
  readonly #log: (line: string) => void;
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  #lastId = 0;
  #silence: NodeJS.Timeout | undefined;
  #idle: (() => void) | undefined;
  hasEnded = false;

  constructor(functions: ReadonlyMap<string, LocalFunction>, log: (line: string) => void) {
    this.#functions = functions;
    this.#log = log;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: [...functions.values()],
    });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#crashed(String((error as Error)?.stack ?? error)));
    this.#worker.on('exit', (code) => this.#crashed(`its thread ended with status ${code}`));
  }

  invoke(functionName: string, event: unknown): Promise<unknown> {
    const known = this.#functions.get(functionName);
    if (!known) return Promise.reject(new FunctionCrashed(functionName, 'there is no such function'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#tooLate(id, new FunctionUnavailable(functionName)), LOAD_LIMIT_MS);
      this.#calls.set(id, { known, resolve, reject, timer });
      const requestId = randomUUID();
      this.#tell({ kind: 'invoke', id, functionName, requestId, event: JSON.stringify(event ?? {}) });
    });
  }

  /** Lets the running invocations finish. */
  async endWhenIdle(): Promise<void> {
    if (this.#calls.size > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.end('its code has changed');
  }

  async end(reason: string): Promise<void> {
    this.#over(reason);
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
    if (message.kind === 'pong') return;
    const call = this.#calls.get(message.id);
    if (!call) return;
    const { name, timeoutMs } = call.known;
    clearTimeout(call.timer);
    if (message.kind === 'started') {
      call.timer = setTimeout(
        () => this.#tooLate(message.id, new FunctionTimedOut(name, timeoutMs)),
        timeoutMs,
      );
      return;
    }
    this.#calls.delete(message.id);
    if (message.kind === 'answered') {
      call.resolve(message.result === undefined ? undefined : JSON.parse(message.result));
    } else call.reject(new FunctionFailed(name, message.error));
    if (this.#calls.size === 0) this.#idle?.();
  }

  /**
   * Fails a late invocation; the others continue. If the thread is stuck in it, ends the thread, as Lambda would end
   * the machine.
   */
  #tooLate(id: number, error: Error): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    this.#log(error.message);
    call?.reject(error);
    this.#tell({ kind: 'ping' });
    this.#silence ??= setTimeout(() => void this.end(`stuck: ${error.message}`), SILENCE_LIMIT_MS);
  }

  #crashed(reason: string): void {
    if (!this.hasEnded) this.#log(`The functions' thread has crashed and is restarted: ${reason}`);
    this.#over(reason);
  }

  #over(reason: string): void {
    this.hasEnded = true;
    clearTimeout(this.#silence);
    for (const { known, reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(new FunctionCrashed(known.name, reason));
    }
    this.#calls.clear();
    this.#idle?.();
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
