import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import { root } from '../local/settings.ts';

/** Every function of the services, with the settings that its `serverless.yml` gives it. */
interface LambdaFunction {
  name: string;
  file: string;
  settings: string[];
}

const functions = (await Promise.all(['users', 'messaging', 'stream'].map(functionsOf))).flat();

test.each(functions)('$name starts with its settings, and names each that is missing', async (one) => {
  const given: string[] = [];
  let answer = await load(one, given);
  for (; answer !== 'started'; answer = await load(one, given)) {
    const [, named = ''] = /^MissingSettings: Missing settings: (.+)$/.exec(String(answer)) ?? [];
    const missing = named.split(', ').filter((name) => one.settings.includes(name) && !given.includes(name));
    if (missing.length === 0) throw new Error(`${one.file}: ${answer}`);
    given.push(...missing);
  }
  expect(given.sort()).toEqual(one.settings.sort());
});

async function functionsOf(service: string): Promise<LambdaFunction[]> {
  const folder = join(root, 'services', service);
  const template = parse(readFileSync(join(folder, 'serverless.yml'), 'utf8'), {
    merge: true,
    logLevel: 'error',
  });
  const all = Object.entries(template.functions as Record<string, { handler: string; environment: unknown }>);
  return Promise.all(
    all.map(async ([name, { handler, environment }]) => ({
      name,
      file: join(folder, handler.replace(/\.handler$/, '.ts')),
      settings: Object.keys(await environmentOf(environment, folder, template)).filter(isOfOurs),
    })),
  );
}

/** In the messaging service a program computes the settings of `listMessages`; calls it as the framework does. */
async function environmentOf(written: unknown, folder: string, template: Template): Promise<object> {
  const [, file] = /^\$\{file\((\S+\.cjs)\):environment\}$/.exec(String(written)) ?? [];
  if (!file) return written as object;
  const program = createRequire(import.meta.url)(join(folder, file));
  const made = await program({
    resolveVariable: async (variable: string) => (variable === 'param:dax' ? 'off' : {}),
    resolveConfigurationProperty: async ([one = '', other = '']: string[]) => template[one]?.[other],
  });
  return made.environment;
}

type Template = Record<string, Record<string, unknown>>;

/** Whether our code reads a setting; Node itself reads the other, for the database's certificate. */
function isOfOurs(name: string): boolean {
  return name !== 'NODE_EXTRA_CA_CERTS';
}

async function load({ name, file }: LambdaFunction, settings: string[]): Promise<unknown> {
  const env = Object.fromEntries(settings.map((setting) => [setting, 'http://127.0.0.1:9/cruddur']));
  const worker = new Worker(join(root, 'test/load-function.ts'), {
    env: { ...env, AWS_LAMBDA_FUNCTION_NAME: name },
    workerData: file,
  });
  const [answer] = await once(worker, 'message');
  await worker.terminate();
  return answer;
}
