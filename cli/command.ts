import type { LocalSettings } from '../local/settings.ts';
import type { Argument, Option } from './options.ts';
import type { Output } from './output.ts';
import type { Stage } from './place.ts';
import type { StoreName, Stores } from './stores.ts';

/**
 * Where a command works: on the local cloud or a deployed stage (`--stage`, `--region`, `--data`), on a deployed stage
 * only, or on this machine only (`--data`).
 */
export type Where = 'anywhere' | 'stage' | 'local';

/** What a command is given beside its own options and arguments. */
export interface Context<W extends Where = Where, S extends StoreName = never> {
  /** The deployed stage; undefined is the local cloud. */
  stage: StageOf[W];
  /** Where the stage is deployed. */
  region: string;
  /** The local cloud whose data are in `--data`, as it runs, or else as it would start. */
  local: LocalSettings;
  /** Those that the command names; they are connected. */
  stores: Pick<Stores, S>;
  out: Output;
  /**
   * Asks in the middle of the work, unless `--yes` is given; for a command that `asks`.
   *
   * @throws CommandFailed if the answer is no, or if nobody can be asked.
   */
  confirm(question: string): Promise<void>;
}

interface StageOf {
  anywhere: Stage | undefined;
  stage: Stage;
  local: undefined;
}

type Options = Record<string, Option<unknown>>;
type Arguments = Record<string, Argument>;

/** What `run` is given: each option and argument under its name, typed by what made it. */
type Given<O extends Options, A extends Arguments> = {
  [Name in keyof O]: O[Name] extends Option<infer Value> ? Value : never;
} & { [Name in keyof A]: string };

/** A command as {@link command} takes it. */
interface Definition<O extends Options, A extends Arguments, W extends Where, S extends StoreName> {
  description: string;
  where: W;
  /** What it works on. It is connected before `run`, so that a store that is out of reach is known first. */
  stores?: readonly S[];
  /** By the name in `run`: `writeUnits` is `--write-units`. */
  options?: O;
  /** In the order in which they are written. */
  arguments?: A;
  /** It prints data, which `--json` prints as JSON. */
  json?: boolean;
  /** What is asked before it runs, unless `--yes` is given; undefined if there is no question this time. */
  asks?(given: Given<O, A>, place: Asked): string | undefined;
  /** Whole lines, as a person writes them. */
  examples: readonly [string, ...string[]];
  /** @returns what it did, in a sentence for each line. */
  run(given: Given<O, A>, context: Context<W, S>): Done;
}

type Done = Promise<string | readonly string[] | undefined> | Promise<void>;

/** What a question may depend on. */
export interface Asked {
  stage: Stage | undefined;
  local: LocalSettings;
  /** Whose stores are meant that are not those of the cloud in `--data`; undefined if they are. */
  otherCloud: string | undefined;
}

/** Any command, for what finds, describes and runs them. */
export interface Command {
  description: string;
  where: Where;
  stores: readonly StoreName[];
  options: Record<string, Option<unknown>>;
  arguments: Arguments;
  json: boolean;
  asks?(given: Record<string, unknown>, place: Asked): string | undefined;
  examples: readonly string[];
  run(given: Record<string, unknown>, context: Context<Where, StoreName>): Done;
}

/**
 * A command of the command line: what it is called with and what it does, in one value. `run` gets the options and
 * arguments with their types, so that one renamed in one place only does not compile.
 */
export function command<
  O extends Options = Record<never, never>,
  A extends Arguments = Record<never, never>,
  W extends Where = Where,
  S extends StoreName = never,
>(definition: Definition<O, A, W, S>): Command {
  // From here on nobody knows the types any more; `cli/run.ts` hands over what the definition says.
  return { stores: [], options: {}, arguments: {}, json: false, ...definition } as unknown as Command;
}

/** Asks before a command changes prod; elsewhere it is simply done. */
export const asksInProduction =
  (work: string) =>
  (_: unknown, { stage }: Asked): string | undefined =>
    stage === 'prod' ? `This ${work} in prod. Go on?` : undefined;

/** Asks before a command deletes what is in prod, or in a local cloud other than the one in `--data`. */
export function asksBeforeDeleting(work: string, { stage, local, otherCloud }: Asked): string | undefined {
  if (stage === 'prod') return `This ${work} in prod. Go on?`;
  if (!otherCloud) return undefined;
  return `This ${work} at ${otherCloud}, which is not the running cloud of ${local.data}. Go on?`;
}
