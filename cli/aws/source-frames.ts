import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, normalize } from 'node:path';

/** What a bundle's source map is relative to: the build folder of its service. */
const BUILD = '.esbuild/.build';

/**
 * The frames of a `failure` line of a function's log, with their places in the source.
 *
 * @param line as the log has it, one JSON object.
 * @param services the folder of the services, with the maps of the last `sls package` or `sls deploy`.
 * @returns each frame as the log has it, `at getMe (get-me.cjs:3:735)`, but with `services/users/get-me.ts:9:20` as its
 *   place. A frame that no map knows stays as it is; a line without frames has none.
 */
export function sourceFrames(line: string, services: string): string[] {
  return framesOf(parse(line)).map((frame) =>
    frame.replace(
      /(?:[^\s()]*\/)?([\w-]+\.cjs):(\d+):(\d+)/,
      (place, bundle, row, column) => originOf(services, bundle, Number(row), Number(column)) ?? place,
    ),
  );
}

interface Failure {
  frames?: string[];
  caused_by?: Failure;
}

/** A cause's frames come after those of what it caused. */
const framesOf = ({ frames = [], caused_by }: Failure): string[] => [
  ...frames,
  ...(caused_by ? framesOf(caused_by) : []),
];

function parse(line: string): Failure {
  try {
    return JSON.parse(line.slice(line.indexOf('{')));
  } catch {
    return {};
  }
}

function originOf(services: string, bundle: string, row: number, column: number): string | undefined {
  const service = ['users', 'messaging', 'stream'].find((name) =>
    existsSync(mapFile(services, name, bundle)),
  );
  if (!service) return undefined;
  const map = new SourceMap(JSON.parse(readFileSync(mapFile(services, service, bundle), 'utf8')));
  const origin = map.findOrigin(row, column);
  if (!('fileName' in origin)) return undefined;
  const file = normalize(join('services', service, BUILD, origin.fileName));
  return `${file}:${origin.lineNumber}:${origin.columnNumber}`;
}

const mapFile = (services: string, service: string, bundle: string) =>
  join(services, service, '.maps', `${bundle}.map`);
