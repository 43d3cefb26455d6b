import type { Child, ChildCommand } from '../child.ts';
import type { LocalSettings, Ports } from '../settings.ts';

/** A part that the local cloud emulates or runs. The rest of the code knows only this interface. */
export interface Part {
  readonly name: string;
  /** Stores come first, then schema and data, then what works on them. */
  readonly kind: 'store' | 'service';
  /** The ports that it takes, by their names in `--port`. */
  ports(settings: LocalSettings): readonly (keyof Ports)[];
  /** Its files in the data folder; a reset deletes them. */
  readonly kept: readonly string[];
  /** Its addresses, by display name. */
  addresses(settings: LocalSettings): Readonly<Record<string, string>>;
  /**
   * Starts its process, which need not answer yet.
   *
   * @throws PartFailed
   */
  start(settings: LocalSettings, onSpawn: ChildCommand['onSpawn']): Promise<Child>;
  /** Health check: asks what the part can answer only if it works. Never rejects; takes at most five seconds. */
  answers(settings: LocalSettings): Promise<boolean>;
}
