import { AsyncLocalStorage } from 'node:async_hooks';
import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { BEFORE_THE_WIRE, documents } from '../dynamo/client.ts';
import { StoreUnavailable } from '../errors.ts';

/**
 * Everything that may happen to one try of a DynamoDB call. Below the client's own retries, as on AWS: what they
 * make good, the code never sees.
 */
export const faults = [
  /** The connection is refused; the next try comes through. */
  'refused',
  /** The work is done and the answer lost; the client itself tries again. */
  'answer lost',
  /** Refused, and so is everything after it that this process asks. */
  'store down',
  /** Done, the answer lost, and nothing comes through any more. */
  'answer lost, store down',
  'throttled',
  /** Throttled for as often as the client tries. */
  'throttled throughout',
  /** Another transaction has one of the items. */
  'conflict',
  /** And keeps it, for longer than the code tries. */
  'conflict throughout',
  /** The transaction is done, but the retry meets it at work. */
  'in progress',
  /** For as often as the client tries. */
  'in progress throughout',
  /** Timed out for the client; the store does it in the end, after everything else. */
  'held back',
  /** An eventually consistent read that does not know the newest item yet. */
  'stale',
  /** The process ends before the call leaves. */
  'death before',
  /** The process ends when the work is done and nobody knows. */
  'death after',
] as const;
export type Fault = (typeof faults)[number];

/** Faults by the number of the call that they strike, counted over all tries of all processes of a schedule. */
export type Plan = Record<number, Fault>;

interface Call {
  command: string;
  input: { ConsistentRead?: boolean; TransactItems?: unknown[] };
  proceed: () => Promise<{ output: unknown }>;
}

/** One course of events: the calls that were made, the faults that strike, what the network still holds. */
export class Schedule {
  readonly plan: Plan;
  readonly calls: string[] = [];
  readonly #heldBack: (() => Promise<unknown>)[] = [];
  /** Called before each call of a process; a test that orders calls waits here, and is told when the call is over. */
  readonly gate: (process: string) => Promise<() => void>;

  constructor(plan: Plan = {}, gate: Schedule['gate'] = async () => () => {}) {
    this.plan = plan;
    this.gate = gate;
  }

  /** Runs `work` as a process of its own. */
  async process<T>(work: () => Promise<T>, name = ''): Promise<T | 'died'> {
    const process = new Process(this, name);
    (await this.gate(name))();
    return Promise.race([current.run(process, work), process.died]);
  }

  /** What the network held back comes through. */
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

  async call(call: Call): Promise<{ output: unknown }> {
    if (this.#isDead) return new Promise(() => {});
    const over = await this.#schedule.gate(this.#name);
    const number = this.#schedule.calls.push(call.command) - 1;
    const struck = this.#strike(this.#schedule.plan[number] ?? this.#lasting(call.command), call);
    return Promise.race([struck.finally(over), this.died.then(over).then(() => struck)]);
  }

  #lasting(command: string): Fault | undefined {
    if (!this.#always) return undefined;
    const { fault, command: struck } = this.#always;
    return fault === 'store down' || command === struck ? fault : undefined;
  }

  #strike(fault: Fault | undefined, call: Call): Promise<{ output: unknown }> {
    const { command, proceed } = call;
    const isWrite = !/Get|Query/.test(command);
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
        return isWrite ? conflict(call) : proceed();
      case 'conflict throughout':
        if (!isWrite) return proceed();
        this.#always = { fault, command };
        return conflict(call);
      case 'in progress':
        return call.input.TransactItems ? proceed().then(inProgress) : proceed();
      case 'in progress throughout':
        this.#always = { fault, command };
        return call.input.TransactItems ? proceed().then(inProgress) : proceed();
      case 'held back':
        if (isWrite) this.#schedule.holdBack(proceed);
        return refuse('ETIMEDOUT');
      case 'stale':
        return proceed().then((answer) => (isWrite || call.input.ConsistentRead ? answer : stale(answer)));
      case 'death before':
        return this.#end();
      case 'death after':
        return proceed().then(() => this.#end());
      default:
        return proceed();
    }
  }

  #end(): Promise<never> {
    this.#isDead = true;
    this.#die('died');
    return new Promise(() => {});
  }
}

type Next = (args: { input: object }) => Promise<{ output: unknown }>;

const current = new AsyncLocalStorage<Process>();

/**
 * Puts the faults between the client's retries and the wire; calls outside of a schedule pass. Those prepare and
 * check: on a machine under load they are repeated, since every one of them may be.
 */
export function installFaults(): void {
  documents.middlewareStack.addRelativeTo(
    ((next: Next, { commandName = '' }: { commandName?: string }) =>
      (args: { input: object }) => {
        const process = current.getStore();
        const proceed = () => next(args);
        return process ? process.call({ command: commandName, input: args.input, proceed }) : proceed();
      }) as never,
    { name: 'cruddurFaults', relation: 'before', toMiddleware: BEFORE_THE_WIRE, override: true },
  );
  documents.middlewareStack.addRelativeTo(
    ((next: Next) => async (args: { input: object }) => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await next(args);
        } catch (error) {
          if (current.getStore() || attempt === 20 || !(error instanceof StoreUnavailable)) throw error;
        }
      }
    }) as never,
    { name: 'cruddurPatience', relation: 'before', toMiddleware: 'cruddurCapacityAndErrors', override: true },
  );
}

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

/** What a replica answers that lacks the newest item. */
function stale(answer: { output: unknown }): { output: unknown } {
  const { Item: _, Items, ...output } = answer.output as { Item?: unknown; Items?: unknown[] };
  return { ...answer, output: { ...output, ...(Items && { Items: Items.slice(1) }) } };
}
