import { Bell } from './bell.ts';
import type { MappingOptions } from './mapping-options.ts';

/** What the parts of one running mapping share: its options, its bells and whether it has ended. */
export interface Run extends Required<Pick<MappingOptions, 'faults' | 'log' | 'backoff'>> {
  readonly settings: MappingOptions['settings'];
  readonly streams: MappingOptions['streams'];
  readonly streamArn: string;
  readonly functionArn: string;
  readonly invoke: MappingOptions['invoke'];
  readonly onFailure: MappingOptions['onFailure'];
  /** Rises when somebody asks whether all is drained: only reads that began later can tell. */
  mark: number;
  /** Something was read, done or ended. */
  readonly changed: Bell;
  /** Whoever waits before reading again shall not. */
  readonly poll: Bell;
  readonly hasEnded: () => boolean;
  readonly end: () => void;
  /** Ends at once and remembers nothing from now on. */
  readonly crash: (error: unknown) => void;
  /** Ends early if the mapping ends. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A store did not answer: waits a moment before the next try. */
  readonly pause: (error: unknown) => Promise<void>;
}

export function createRun(options: MappingOptions, onCrash: (error: unknown) => void): Run {
  const sleeping = new Bell();
  const changed = new Bell();
  const poll = new Bell();
  let hasEnded = false;
  const end = () => {
    hasEnded = true;
    for (const bell of [sleeping, changed, poll]) bell.ring();
  };
  const sleep = async (milliseconds: number) => {
    if (!hasEnded) await sleeping.heard(milliseconds);
  };
  const log = options.log ?? (() => {});
  return {
    settings: options.settings,
    streams: options.streams,
    streamArn: options.streamArn,
    functionArn: options.functionArn ?? 'arn:aws:lambda:local:000000000000:function:unnamed',
    invoke: options.invoke,
    onFailure: options.onFailure,
    faults: options.faults ?? {},
    backoff: options.backoff ?? exponentialBackoff,
    log,
    mark: 1,
    changed,
    poll,
    hasEnded: () => hasEnded,
    end,
    sleep,
    crash: (error) => {
      onCrash(error);
      end();
    },
    pause: async (error) => {
      log(`the stream did not answer: ${(error as Error)?.name ?? 'unknown'}`);
      await sleep(PAUSE_MILLISECONDS);
    },
  };
}

const PAUSE_MILLISECONDS = 250;

/** 100 ms, 200 ms, 400 ms and so on, at most 10 s. */
const exponentialBackoff = (tries: number) => Math.min(10_000, 100 * 2 ** tries);
