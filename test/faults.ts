import { AsyncLocalStorage } from 'node:async_hooks';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

/**
 * Every fault of one try of a DynamoDB call, or of a Postgres statement. Injected below the client's own retries, as on
 * AWS: the code never sees what they fix.
 */
export const faults = [
  /** The connection is refused; the retry succeeds. */
  'refused',
  /** The work is done, the answer lost; the client retries. */
  'answer lost',
  /** Refused, like every later call of this process. */
  'store down',
  /** Done, the answer lost, and every later call refused. */
  'answer lost, store down',
  'throttled',
  /** Throttled on every retry. */
  'throttled throughout',
  /** Another transaction holds one of the items. */
  'conflict',
  /** Another transaction holds it for longer than the code retries. */
  'conflict throughout',
  /** The transaction is done, but the retry finds it in progress. */
  'in progress',
  /** In progress on every retry. */
  'in progress throughout',
  /** Timed out for the client; the store does it last, after everything else. */
  'held back',
  /** An eventually consistent read that misses the newest item. */
  'stale',
  /** The connection ends before the statement is done. */
  'cut',
  /** The statement is never done and never answered. */
  'hangs',
  /** The process ends before the call leaves. */
  'death before',
  /** The process ends after the work is done, before the answer. */
  'death after',
] as const;
export type Fault = (typeof faults)[number];

const ofStatements: readonly Fault[] = [
  'refused',
  'cut',
  'answer lost',
  'hangs',
  'death before',
  'death after',
];
const ofWrites: readonly Fault[] = ['conflict', 'conflict throughout', 'held back'];

/** Whether a fault can strike a call: a command of DynamoDB, or a `Statement`. */
export function canStrike(fault: Fault, command: string): boolean {
  if (command === STATEMENT) return ofStatements.includes(fault);
  if (fault === 'cut' || fault === 'hangs') return false;
  if (fault.startsWith('in progress')) return command.startsWith('Transact');
  const isWrite = !/Get|Query/.test(command);
  return fault === 'stale' ? !isWrite : isWrite || !ofWrites.includes(fault);
}

const STATEMENT = 'Statement';

/**
 * Faults by the number of the call they strike, counted over both stores and all tries of all processes of a schedule.
 */
export type Plan = Record<number, Fault>;

interface Call {
  command: string;
  input: { ConsistentRead?: boolean; TransactItems?: unknown[] };
  proceed: () => Promise<unknown>;
}

type Gate = (process: string) => Promise<() => void>;

/** One schedule: its calls so far, its faults, and the calls that the network holds back. */
export class Schedule {
  readonly plan: Plan;
  readonly calls: string[] = [];
  readonly #heldBack: (() => Promise<unknown>)[] = [];
  /** Called before each call of a process. A test that orders calls waits here, and learns when the call ends. */
  readonly gate: Gate;
  /** Whether faults can strike Postgres statements. With a gate, a statement runs together with the call before it. */
  readonly hasStatements: boolean;

  constructor(plan: Plan = {}, gate?: Gate) {
    this.plan = plan;
    this.gate = gate ?? (async () => () => {});
    this.hasStatements = gate === undefined;
  }

  /** Runs `work` as a separate process. */
  async process<T>(work: () => Promise<T>, name = ''): Promise<T | 'died'> {
    const process = new Process(this, name);
    (await this.gate(name))();
    return Promise.race([current.run(process, work), process.died]);
  }

  /** Delivers the calls that the network held back. */
  async release(): Promise<void> {
    for (const call of this.#heldBack.splice(0)) await call().catch(() => {});
  }

  holdBack(call: () => Promise<unknown>): void {
    this.#heldBack.push(call);
  }
}

class Process {
  readonly died: Promise<'died'>;
  readonly #schedule: Schedule;
  readonly #name: string;
  #die!: (how: 'died') => void;
  #always: { fault: Fault; command: string } | undefined;
  #isDead = false;

  constructor(schedule: Schedule, name: string) {
    this.#schedule = schedule;
    this.#name = name;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  async call(call: Call): Promise<unknown> {
    if (this.#isDead) return new Promise(() => {});
    const lasting = this.#lasting(call.command);
    // A call refused in an outage changes nothing, so it is not ordered.
    const over = lasting === 'store down' ? () => {} : await this.#schedule.gate(this.#name);
    const number = this.#schedule.calls.push(call.command) - 1;
    const fault = this.#schedule.plan[number] ?? lasting;
    const isStruck = fault && canStrike(fault, call.command);
    const done = isStruck ? this.#strike(fault, call) : call.proceed();
    return Promise.race([done.finally(over), this.died.then(over).then(() => done)]);
  }

  state<T>(proceed: () => Promise<T>): Promise<T> {
    if (!this.#schedule.hasStatements) return proceed();
    return this.call({ command: STATEMENT, input: {}, proceed }) as Promise<T>;
  }

  #lasting(command: string): Fault | undefined {
    if (!this.#always) return undefined;
    const { fault, command: struck } = this.#always;
    return fault === 'store down' || command === struck ? fault : undefined;
  }

  #strike(fault: Fault, call: Call): Promise<unknown> {
    const { command, proceed } = call;
    switch (fault) {
      case 'refused':
        return refuse('ECONNREFUSED');
      case 'store down':
        this.#always = { fault, command };
        return refuse('ECONNREFUSED');
      case 'answer lost':
        return proceed().then(() => refuse('ECONNRESET'));
      case 'answer lost, store down':
        this.#always = { fault: 'store down', command };
        return proceed().then(() => refuse('ECONNRESET'));
      case 'throttled':
        return throttle();
      case 'throttled throughout':
        this.#always = { fault, command };
        return throttle();
      case 'conflict':
        return conflict(call);
      case 'conflict throughout':
        this.#always = { fault, command };
        return conflict(call);
      case 'in progress':
        return proceed().then(inProgress);
      case 'in progress throughout':
        this.#always = { fault, command };
        return proceed().then(inProgress);
      case 'held back':
        this.#schedule.holdBack(proceed);
        return refuse('ETIMEDOUT');
      case 'stale':
        return proceed().then((answer) => (call.input.ConsistentRead ? answer : stale(answer)));
      case 'cut':
        return refuse('CONNECTION_CLOSED');
      case 'hangs':
        return new Promise(() => {});
      case 'death before':
        return this.#end();
      case 'death after':
        return proceed().then(() => this.#end());
    }
  }

  #end(): Promise<never> {
    this.#isDead = true;
    this.#die('died');
    return new Promise(() => {});
  }
}

/** The running process. */
export const current = new AsyncLocalStorage<Process>();

async function refuse(code: string): Promise<never> {
  throw Object.assign(new Error(code), { code });
}

async function throttle(): Promise<never> {
  throw serviceError('ThrottlingException');
}

function inProgress(): Promise<never> {
  throw serviceError('TransactionInProgressException');
}

const $metadata = { httpStatusCode: 400 };
const serviceError = (name: string) => Object.assign(new Error(name), { name, $fault: 'client', $metadata });

async function conflict({ input }: Call): Promise<never> {
  if (!input.TransactItems) throw new TransactionConflictException({ message: 'conflict', $metadata });
  throw new TransactionCanceledException({
    message: 'cancelled',
    $metadata,
    CancellationReasons: input.TransactItems.map((_, index) => ({
      Code: index === 0 ? 'TransactionConflict' : 'None',
    })),
  });
}

/** The answer of a replica that lacks the newest item. */
function stale(answer: unknown): unknown {
  const { output: whole } = answer as { output: { Item?: unknown; Items?: unknown[] } };
  const { Item: _, Items, ...output } = whole;
  return { ...(answer as object), output: { ...output, ...(Items && { Items: Items.slice(1) }) } };
}
