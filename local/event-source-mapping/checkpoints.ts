import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Crash } from './errors.ts';

/**
 * Checkpoints of a mapping for each shard of a stream, in one file, so that it resumes after a restart. A rename
 * replaces the file atomically: a reader sees the old or the new one, never a part.
 */
export class Checkpoints {
  /** Whether this stream has no checkpoints yet: then the starting position applies. */
  readonly isNew: boolean;
  readonly #path: string;
  readonly #streamArn: string;
  readonly #hooks: CheckpointHooks;
  readonly #shards: Map<string, ShardPosition>;
  readonly #unsaved = new Map<string, ShardPosition>();
  #writing: Promise<void> | undefined;
  #frozen = false;

  /**
   * Drops positions in another stream (the table was recreated). Moves an unreadable file aside and reads every shard
   * from its oldest record: delivery is at-least-once, so no record may be skipped.
   */
  static async load(path: string, streamArn: string, hooks: CheckpointHooks): Promise<Checkpoints> {
    const file = await read(path);
    if (file === 'damaged') {
      const aside = `${path}.damaged`;
      await rename(path, aside);
      hooks.log(
        `${path} is damaged and was moved to ${aside}; the stream is read again from its oldest record`,
      );
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

  /** Positions set in a row are saved together; await `saved`. */
  set(shardId: string, position: ShardPosition): void {
    if (this.#frozen) return;
    this.#shards.set(shardId, position);
    this.#unsaved.set(shardId, position);
    this.#writing ??= this.#write();
  }

  /** Drops the positions of shards that the stream no longer lists. */
  keepOnly(shardIds: readonly string[]): void {
    const listed = new Set(shardIds);
    for (const shardId of this.#shards.keys()) if (!listed.has(shardId)) this.#shards.delete(shardId);
  }

  /** Resolves when everything set so far is in the file, or never will be. */
  async saved(): Promise<void> {
    await this.#writing;
  }

  /** Stops all writes, even one in flight. */
  freeze(): void {
    this.#frozen = true;
  }

  /** Retries a failed write (a full disk). Work continues meanwhile, and may be repeated after a restart. */
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
        this.#hooks.log(`the checkpoints cannot be saved: ${(error as NodeJS.ErrnoException).code ?? error}`);
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
    // Waits one turn, so that lanes which finish at the same moment share a write.
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
  /** Every record up to this one is done. */
  readonly sequenceNumber?: string;
  /** Time (milliseconds) at which reading began at the newest record; no record is done yet. */
  readonly latestSince?: number;
  /** The shard is closed and everything in it is done. */
  readonly finished?: true;
}

export interface CheckpointHooks {
  before?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  after?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  /** Checkpoints are no longer saved. */
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
