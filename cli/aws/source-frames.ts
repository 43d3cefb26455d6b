import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, normalize } from 'node:path';

/** The build folder of a service; paths in a source map are relative to it. */
const BUILD = '.esbuild/.build';

/** A place in a bundle, as in `at getMe (/var/task/get-me.cjs:3:735)`. */
const BUNDLE_PLACE = /(?:[^\s()]*\/)?([\w-]+\.cjs):(\d+):(\d+)/;

/** Translates places in bundles to places in the source. */
export class SourceFrames {
  /** Bundles whose source map is absent; their frames stay as they are. */
  readonly unknown = new Set<string>();
  readonly #folder: string;
  readonly #maps = new Map<string, Mapped | undefined>();

  /** @param folder has a folder for each service, with its source maps in `.maps`: `services` after `sls package`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The stack frames of a line of a function's log, with their places in the source.
   *
   * @param line our line `failure`, Lambda's own report of a crash, both with or without a prefix, or a frame alone.
   * @returns frames such as `at getMe (services/users/get-me.ts:9:20)`; none if the line has none.
   */
  of(line: string): string[] {
    return framesOf(line).map((frame) =>
      frame.trim().replace(BUNDLE_PLACE, (place, bundle, row, column) => {
        return this.#originOf(bundle, Number(row), Number(column)) ?? place;
      }),
    );
  }

  #originOf(bundle: string, row: number, column: number): string | undefined {
    if (!this.#maps.has(bundle)) this.#maps.set(bundle, this.#load(bundle));
    const mapped = this.#maps.get(bundle);
    if (!mapped) this.unknown.add(bundle);
    const origin = mapped?.map.findOrigin(row, column);
    if (!mapped || !origin || !('fileName' in origin)) return undefined;
    const file = normalize(join('services', mapped.service, BUILD, origin.fileName));
    return `${file}:${origin.lineNumber}:${origin.columnNumber}`;
  }

  #load(bundle: string): Mapped | undefined {
    for (const service of readdirSync(this.#folder)) {
      const file = join(this.#folder, service, '.maps', `${bundle}.map`);
      if (existsSync(file)) return { service, map: new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) };
    }
    return undefined;
  }
}

interface Mapped {
  service: string;
  map: SourceMap;
}

/** A failure in our log (`frames`, `caused_by`) or in Lambda's report of a crash (`stack`, `reason`). */
interface Failure {
  frames?: string[];
  stack?: string[];
  errorMessage?: string;
  caused_by?: Failure;
  reason?: Failure;
}

function framesOf(line: string): string[] {
  const lines = /^\s*at /.test(line) ? [line] : framesIn(parse(line));
  return lines.filter((text) => /^\s*at /.test(text));
}

/** The frames of a failure, then those of its cause. */
function framesIn({ frames, stack = [], errorMessage = '', caused_by, reason }: Failure): string[] {
  const cause = caused_by ?? reason;
  // The message precedes the frames and may have lines that look like frames.
  const own = frames ?? stack.join('\n').replace(errorMessage, '').split('\n');
  return [...own, ...(cause ? framesIn(cause) : [])];
}

/** The JSON object in a line, after a prefix such as the time. */
function parse(line: string): Failure {
  try {
    return JSON.parse(line.slice(line.indexOf('{')));
  } catch {
    return {};
  }
}
