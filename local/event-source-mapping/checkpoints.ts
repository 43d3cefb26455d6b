import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

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

  /** Positions in another stream (the table was made anew) are dropped. */
  static async load(path: string, streamArn: string, hooks: CheckpointHooks): Promise<Checkpoints> {
    const file = await read(path);
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

  async #write(): Promise<void> {
    try {
      while (this.#unsaved.size > 0 && !this.#frozen) await this.#writeOnce();
    } catch (error) {
      this.freeze();
      this.#hooks.failed(error);
    } finally {
      this.#writing = undefined;
    }
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
  /** Nothing can be remembered any more. */
  failed(error: unknown): void;
}

export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function read(path: string): Promise<CheckpointFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as CheckpointFile);
}

interface CheckpointFile {
  readonly streamArn: string;
  readonly shards: Record<string, ShardPosition>;
}
