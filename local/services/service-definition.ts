import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FunctionDefinition, ServiceDefinition } from '../lambda/service-functions.ts';

/** The part of the framework's `Serverless` object that `serverless-offline` and our plugins use. */
export interface Serverless {
  readonly serviceDir: string;
  readonly config: { servicePath: string; serverlessPath: string };
  readonly service: ServiceDefinition & {
    readonly service: string;
    custom: Record<string, Record<string, unknown>>;
    getAllFunctions(): string[];
    getFunction(key: string): FunctionDefinition;
    getAllEventsInFunction(key: string): readonly Record<string, unknown>[];
  };
}

/**
 * Reads a service's `serverless.yml` for the stage `local`.
 *
 * @param options the options of `sls offline start`, as in `--NAME VALUE`.
 */
export async function readService(serviceDir: string, options: Options): Promise<Serverless> {
  const resolver = join(import.meta.dirname, 'resolve.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [resolver, serviceDir, JSON.stringify({ stage: 'local', ...options })],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const { service, provider, custom, functions } = JSON.parse(stdout) as Definition;
  for (const [key, definition] of Object.entries(functions)) {
    definition.name = `${service}-local-${key}`;
    definition.events ??= [];
  }
  const functionOf = (key: string) => functions[key] as Definition['functions'][string];
  return {
    serviceDir,
    config: { servicePath: serviceDir, serverlessPath: '' },
    service: {
      ...{ service, provider, custom, functions },
      getAllFunctions: () => Object.keys(functions),
      getFunction: functionOf,
      getAllEventsInFunction: (key) => functionOf(key).events ?? [],
    },
  };
}

export type Options = Readonly<Record<string, string>>;

interface Definition {
  readonly service: string;
  readonly provider: ServiceDefinition['provider'];
  readonly custom: Record<string, Record<string, unknown>>;
  readonly functions: Record<
    string,
    { name: string; handler: string; events?: readonly Record<string, unknown>[] }
  >;
}
