import type { Child, ChildCommand } from '../child.ts';
import type { LocalSettings, Ports } from '../settings.ts';

/** A thing that the local cloud emulates or runs. Nobody else knows more of it than this. */
export interface Part {
  readonly name: string;
  /** Stores come first, then schema and data, then what works on them. */
  readonly kind: 'store' | 'service';
  /** The ports that it takes, by the names that `--port` moves them by. */
  ports(settings: LocalSettings): readonly (keyof Ports)[];
  /** What it keeps in the folder of the data; a reset deletes it. */
  readonly kept: readonly string[];
  /** Where it answers, by what people call it. */
  addresses(settings: LocalSettings): Readonly<Record<string, string>>;
  /**
   * Starts its process, which need not answer yet.
   *
   * @throws PartFailed
   */
  start(settings: LocalSettings, onSpawn: ChildCommand['onSpawn']): Promise<Child>;
  /** Puts a question to it that it can answer only when it works. Never rejects, and knows after five seconds. */
  answers(settings: LocalSettings): Promise<boolean>;
}
