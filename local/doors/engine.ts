import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { answersHttp } from '../child.ts';
import { raiseLoopback } from './isolation.ts';
import { createSplice } from './splice.ts';

/**
 * The door process of a DynamoDB engine: it starts the engine, lets in requests with the access key, and ends with
 * the engine. Its parent passes the listening socket, since it may run in its own network namespace without a way
 * out. Its argument is an `EngineCommand`.
 */

/** The JSON in its only argument. Arguments are not secret, so the key comes from a file. */
export interface EngineCommand {
  file: string;
  args: string[];
  port: number;
  keysFile: string;
  isIsolated: boolean;
  host: string;
}

/** File descriptor of the listening socket. */
export const SOCKET_FD = 3;

if (process.argv[2] !== undefined && import.meta.filename === process.argv[1]) await run(process.argv[2]);

async function run(argument: string): Promise<void> {
  const { file, args, port, keysFile, isIsolated, host }: EngineCommand = JSON.parse(argument);
  if (isIsolated) execFileSync(raiseLoopback[0], raiseLoopback.slice(1));
  // The kernel kills the engine with its door: without a door it is unreachable, but would still lock the data.
  const mortal = isIsolated ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const [program = '', ...rest] = [...mortal, file, ...args];
  const engine = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => engine.kill('SIGTERM'));
  engine.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  void once(engine, 'exit').then(([status, signal]) => process.exit(signal ? 1 : status));
  while (!(await answersHttp(`http://${host}:${port}`))) await pause(20);
  const { accessKeyId } = JSON.parse(readFileSync(keysFile, 'utf8'));
  createSplice({ host, port }, { origins: [], accessKeyId }).listen({ fd: SOCKET_FD });
}
