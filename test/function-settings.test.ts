import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import { bundle } from '../bench/bundle.ts';
import { root } from '../local/settings.ts';
import type { Loaded } from './load-function.ts';

/** Every function of the services, with the settings that its `serverless.yml` gives it. */
interface LambdaFunction {
  name: string;
  file: string;
  settings: string[];
}

const functions = (await Promise.all(['users', 'messaging', 'stream'].map(functionsOf))).flat();

/** A bundle loads in a fraction of the time that the many files of its source and packages take. */
const bundles = await mkdtemp(join(tmpdir(), 'cruddur-settings-'));
const codes = await bundle(functions.map(({ file }) => file));
await Promise.all(functions.map(({ name }, index) => writeFile(fileOf(name), codes[index]?.code ?? '')));

afterAll(() => rm(bundles, { recursive: true }));

function fileOf(name: string): string {
  return join(bundles, `${name}.cjs`);
}

test.each(functions)('$name starts with its settings, and reads each of them', async (one) => {
  const { answer, read } = await load(one, one.settings);
  expect(answer).toBe('started');
  expect(one.settings.filter((name) => !read.includes(name))).toEqual([]);
});

test.each(functions.filter(({ settings }) => settings.length > 0))(
  '$name names settings that are missing',
  async (one) => {
    const { answer } = await load(one, []);
    const [, named = ''] = /^MissingSettings: Missing settings: (.+)$/.exec(answer) ?? [];
    expect(one.settings).toEqual(expect.arrayContaining(named.split(', ')));
  },
);

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

async function load({ name }: LambdaFunction, settings: string[]): Promise<Loaded> {
  const env = Object.fromEntries(settings.map((setting) => [setting, 'http://127.0.0.1:9/cruddur']));
  const worker = new Worker(join(root, 'test/load-function.ts'), {
    env: { ...env, AWS_LAMBDA_FUNCTION_NAME: name },
    workerData: fileOf(name),
  });
  const [loaded] = await once(worker, 'message');
  await worker.terminate();
  return loaded;
}
