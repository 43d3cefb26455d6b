import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import { callersEnvironment } from '../environment.ts';
import type { LocalFunction } from './messages.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Loads a function's bundle. A CommonJS bundle, as deployed, gets its own `process` with the function's environment,
 * although all functions of a service share a thread: otherwise a setting missing from one function would stay hidden
 * until the deployment. An ES module shares the thread's environment.
 */
export async function loadFunction({ file, exportName, environment }: LocalFunction): Promise<Handler> {
  const exports = file.endsWith('.cjs')
    ? await evaluate(file, environment)
    : await importModule(file, environment);
  const handler = exports[exportName];
  if (typeof handler !== 'function') throw new Error(`${file} exports no function ${exportName}.`);
  return handler as Handler;
}

async function evaluate(file: string, environment: Environment): Promise<Exports> {
  const ownProcess = Object.create(process, { env: { value: { ...environment } } });
  const module = { exports: {} as Exports };
  const run = compileFunction(
    await readFile(file, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname', 'process'],
    { filename: file, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
  run(module.exports, createRequire(file), module, file, dirname(file), ownProcess);
  return module.exports;
}

async function importModule(file: string, environment: Environment): Promise<Exports> {
  Object.assign(callersEnvironment, environment);
  return import(pathToFileURL(file).href);
}

type Environment = LocalFunction['environment'];
type Exports = Record<string, unknown>;
