import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, normalize } from 'node:path';

/** The build folder of a service; paths in a source map are relative to it. */
const BUILD = '.esbuild/.build';

/**
 * The frames of a `failure` line of a function's log, with their places in the source.
 *
 * @param line a line of the log, one JSON object.
 * @param services the folder of the services, with the maps of the last `sls package` or `sls deploy`.
 * @returns each frame of the log, such as `at getMe (get-me.cjs:3:735)`, with its place replaced by the source's,
 *   `services/users/get-me.ts:9:20`. A frame without a source map stays unchanged; a line without frames gives none.
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

/** The frames of a failure, then those of its cause. */
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
