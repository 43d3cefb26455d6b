import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { callersEnvironment } from '../environment.ts';
import type { LocalFunction } from './messages.ts';

/** The parts of a resolved `serverless.yml` that running the functions needs. */
export interface ServiceDefinition {
  readonly provider: FunctionSettings & { readonly region?: string };
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

export interface FunctionDefinition extends FunctionSettings {
  readonly name: string;
  readonly handler: string;
}

interface FunctionSettings {
  readonly package?: { readonly patterns?: readonly string[] };
  readonly timeout?: number;
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, unknown>>;
}

/** The functions of a service, whose bundles are in `folder`. Passes on the AWS variables of the machine. */
export function serviceFunctions(
  { provider, functions }: ServiceDefinition,
  folder: string,
): LocalFunction[] {
  return Object.values(functions).map(({ name, handler, ...own }) => {
    const [, path = handler, exportName = 'handler'] = /^(.*)\.([^.]+)$/.exec(handler) ?? [];
    const memoryMb = own.memorySize ?? provider.memorySize ?? 1024;
    return {
      name,
      file: bundleOf(join(folder, path)),
      exportName,
      timeoutMs: (own.timeout ?? provider.timeout ?? 6) * 1000,
      memoryMb,
      environment: {
        ...ofMachine(),
        AWS_REGION: provider.region ?? 'local',
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        IS_OFFLINE: 'true',
        ...texts(provider.environment),
        ...texts(own.environment),
      },
    };
  });
}

const bundleOf = (path: string) =>
  ['.cjs', '.mjs', '.js'].map((end) => path + end).find(existsSync) ?? `${path}.cjs`;

function ofMachine(): Record<string, string> {
  return texts(
    Object.fromEntries(Object.entries(callersEnvironment).filter(([name]) => name.startsWith('AWS_'))),
  );
}

/** Keeps only the text values: a reference to a deployed resource has no value here. */
function texts(environment: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const known = Object.entries(environment).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}
