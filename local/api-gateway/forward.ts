import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionHost } from '../lambda/function-host.ts';
import { toErrorAnswer, toHttpAnswer } from './answers.ts';

const hosts = new Map<string, FunctionHost>();

/** Routes the functions of these names to `host`. */
export function forwardTo(host: FunctionHost, functionNames: readonly string[]): void {
  for (const name of functionNames) hosts.set(name, host);
}

/**
 * Invokes a function for `serverless-offline`. Behind an HTTP API every error becomes an answer; `serverless-offline`
 * itself would answer with status 200 and the stack.
 */
export async function forward(event: unknown, context: { functionName: string }): Promise<unknown> {
  const host = hosts.get(context.functionName);
  if (!host) throw new Error(`No process runs the function ${context.functionName}.`);
  if (!isHttpApi(event)) return host.invoke(context.functionName, event);
  return host.invoke(context.functionName, event).then(toHttpAnswer, toErrorAnswer);
}

function isHttpApi(event: unknown): boolean {
  const { version, requestContext } = (event ?? {}) as {
    version?: string;
    requestContext?: { http?: unknown };
  };
  return version === '2.0' && requestContext?.http !== undefined;
}

/**
 * Writes a module per handler that calls `forward`; `serverless-offline` loads its handlers from there.
 *
 * @returns the folder.
 */
export function writeForwarders(
  folder: string,
  functions: Readonly<Record<string, { handler: string }>>,
): string {
  rmSync(folder, { recursive: true, force: true });
  for (const { handler } of Object.values(functions)) {
    const [, path = handler, exportName = 'handler'] = /^(.*)\.([^.]+)$/.exec(handler) ?? [];
    const file = `${join(folder, path)}.mjs`;
    mkdirSync(dirname(file), { recursive: true });
    const here = JSON.stringify(import.meta.url);
    writeFileSync(file, `export { forward as ${exportName} } from ${here};\n`);
  }
  return folder;
}
