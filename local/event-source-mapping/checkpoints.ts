import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Crash } from './errors.ts';

/**
 * How far a mapping has come in each shard of a stream, kept in one file, so that it goes on where it was after
 * a restart. The file is replaced whole by a rename: a reader sees the old or the new one, never a part.
 */
export class Checkpoints {
  /** Whether nothing was known of this stream: then the starting position counts. */
  readonly isNew: boolean;
  readonly #path: string;
  readonly #streamArn: string;
  readonly #hooks: CheckpointHooks;
  readonly #shards: Map<string, ShardPosition>;
  readonly #unsaved = new Map<string, ShardPosition>();
  #writing: Promise<void> | undefined;
  #frozen = false;

  /**
   * Positions in another stream (the table was made anew) are dropped. A file that cannot be read is kept aside, and
   * every shard is read from its oldest record: at least once is promised, and nothing may be passed over.
   */
  static async load(path: string, streamArn: string, hooks: CheckpointHooks): Promise<Checkpoints> {
    const file = await read(path);
    if (file === 'damaged') {
      const aside = `${path}.damaged`;
      await rename(path, aside);
      hooks.log(`${path} is damaged: kept as ${aside}; every record that the stream still has is read again`);
      return new Checkpoints(path, streamArn, hooks, {});
    }
    return new Checkpoints(path, streamArn, hooks, file?.streamArn === streamArn ? file.shards : undefined);
  }

  private constructor(
    path: string,
    streamArn: string,
    hooks: CheckpointHooks,
    shards: Record<string, ShardPosition> | undefined,
  ) {
    this.#path = path;
    this.#streamArn = streamArn;
    this.#hooks = hooks;
    this.#shards = new Map(Object.entries(shards ?? {}));
    this.isNew = shards === undefined;
  }

  positionOf(shardId: string): ShardPosition | undefined {
    return this.#shards.get(shardId);
  }

  isFinished = (shardId: string): boolean => this.positionOf(shardId)?.finished === true;

  /** Several positions set in a row are saved together; `saved` tells when. */
  set(shardId: string, position: ShardPosition): void {
    if (this.#frozen) return;
    this.#shards.set(shardId, position);
    this.#unsaved.set(shardId, position);
    this.#writing ??= this.#write();
  }

  /** Drops what is known of shards that the stream does not list any more. */
  keepOnly(shardIds: readonly string[]): void {
    const listed = new Set(shardIds);
    for (const shardId of this.#shards.keys()) if (!listed.has(shardId)) this.#shards.delete(shardId);
  }

  /** Resolves when everything set so far is in the file, or never will be. */
  async saved(): Promise<void> {
    await this.#writing;
  }

  /** Nothing is written any more, not even what is under way. */
  freeze(): void {
    this.#frozen = true;
  }

  /** What cannot be written (the disk is full) is tried again; work goes on meanwhile, and may be done twice. */
  async #write(): Promise<void> {
    while (this.#unsaved.size > 0 && !this.#frozen) {
      const unsaved = new Map(this.#unsaved);
      try {
        await this.#writeOnce();
      } catch (error) {
        if (error instanceof Crash || this.#hooks.hasEnded()) this.#giveUp(error);
        for (const [shardId, position] of unsaved) {
          if (!this.#unsaved.has(shardId)) this.#unsaved.set(shardId, position);
        }
        this.#hooks.log(`the positions cannot be saved: ${(error as NodeJS.ErrnoException).code ?? error}`);
        await this.#hooks.sleep(RETRY_MS);
      }
    }
    this.#writing = undefined;
  }

  #giveUp(error: unknown): void {
    this.freeze();
    this.#hooks.crashed(error);
  }

  async #writeOnce(): Promise<void> {
    // One turn later: what other lanes finish at the same moment goes into the same write.
    await Promise.resolve();
    const positions = Object.fromEntries(this.#unsaved);
    this.#unsaved.clear();
    const text = JSON.stringify({ streamArn: this.#streamArn, shards: Object.fromEntries(this.#shards) });
    await this.#hooks.before?.(positions);
    if (this.#frozen) return;
    await replaceFile(this.#path, text);
    await this.#hooks.after?.(positions);
  }
}

export interface ShardPosition {
  /** Everything up to here is done. */
  readonly sequenceNumber?: string;
  /** Reading began at the newest record, at this time (milliseconds), and nothing is done yet. */
  readonly latestSince?: number;
  /** The shard is closed and everything in it is done. */
  readonly finished?: true;
}

export interface CheckpointHooks {
  before?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  after?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  /** Nothing is remembered any more. */
  crashed(error: unknown): void;
  hasEnded(): boolean;
  sleep(milliseconds: number): Promise<void>;
  log(line: string): void;
}

const RETRY_MS = 1_000;

export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function read(path: string): Promise<CheckpointFile | 'damaged' | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const file = JSON.parse(text);
    return typeof file.streamArn === 'string' && typeof file.shards === 'object' && file.shards !== null
      ? file
      : 'damaged';
  } catch {
    return 'damaged';
  }
}

interface CheckpointFile {
  readonly streamArn: string;
  readonly shards: Record<string, ShardPosition>;
}
