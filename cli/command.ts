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

/** What a command gets in addition to its options and arguments. */
export interface Context<W extends Where = Where, S extends StoreName = never> {
  /** The deployed stage; undefined is the local cloud. */
  stage: StageOf[W];
  /** Where the stage is deployed. */
  region: string;
  /** The local cloud with its data in `--data`: its running settings, or those it would start with. */
  local: LocalSettings;
  /** The stores that the command names, connected. */
  stores: Pick<Stores, S>;
  out: Output;
  /**
   * Asks for confirmation during the work, unless `--yes` is given; for a command that `asks`.
   *
   * @throws CommandFailed if the answer is no, or without a terminal.
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

/** The values for `run`: each option and argument by name, typed by its definition. */
type Given<O extends Options, A extends Arguments> = {
  [Name in keyof O]: O[Name] extends Option<infer Value> ? Value : never;
} & { [Name in keyof A]: string };

/** A command as {@link command} takes it. */
interface Definition<O extends Options, A extends Arguments, W extends Where, S extends StoreName> {
  description: string;
  where: W;
  /** The stores it works on. They are connected before `run`, so that an unreachable store fails first. */
  stores?: readonly S[];
  /** By the name in `run`: `writeUnits` is `--write-units`. */
  options?: O;
  /** In their order on the command line. */
  arguments?: A;
  /** It prints data, which `--json` prints as JSON. */
  json?: boolean;
  /** The question before it runs, unless `--yes` is given; undefined asks nothing. */
  asks?(given: Given<O, A>, place: Asked): string | undefined;
  /** Complete command lines. */
  examples: readonly [string, ...string[]];
  /** @returns what it did, one sentence per line. */
  run(given: Given<O, A>, context: Context<W, S>): Done;
}

type Done = Promise<string | readonly string[] | undefined> | Promise<void>;

/** What a question may depend on. */
export interface Asked {
  stage: Stage | undefined;
  local: LocalSettings;
  /** Addresses of the stores, if they are not those of the cloud in `--data`; undefined if they are. */
  otherCloud: string | undefined;
}

/** Any command, for the code that finds, describes and runs commands. */
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
 * A command as one value: its options, arguments and work. `run` gets the options and arguments with their types, so
 * that an option renamed in one place only does not compile.
 */
export function command<
  O extends Options = Record<never, never>,
  A extends Arguments = Record<never, never>,
  W extends Where = Where,
  S extends StoreName = never,
>(definition: Definition<O, A, W, S>): Command {
  // The types end here; `cli/run.ts` passes what the definition declares.
  return { stores: [], options: {}, arguments: {}, json: false, ...definition } as unknown as Command;
}

/** Asks for confirmation on prod only. */
export const asksInProduction =
  (work: string) =>
  (_: unknown, { stage }: Asked): string | undefined =>
    stage === 'prod' ? `This ${work} in prod. Continue?` : undefined;

/** Asks before a command deletes data of prod, or of a local cloud other than the one in `--data`. */
export function asksBeforeDeleting(work: string, { stage, local, otherCloud }: Asked): string | undefined {
  if (stage === 'prod') return `This ${work} in prod. Continue?`;
  if (!otherCloud) return undefined;
  return `This ${work} at ${otherCloud}, which is not the running cloud of ${local.data}. Continue?`;
}
