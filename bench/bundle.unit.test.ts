import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Bundle, bundle, deployedFunctions } from './bundle.ts';

/** Little above what is needed, so that a part of the SDK that comes back is noticed. */
const BUDGET_BYTES = { users: 220_000, messaging: 240_000, stream: 200_000 };

const { files: leftOut } = createRequire(import.meta.url)('../services/left-out.cjs') as { files: string[] };

const functions = await deployedFunctions();
const bundles = await bundle(functions.map(({ entry }) => entry));
const packaged = functions.map((deployed, index) => ({ ...deployed, ...(bundles[index] as Bundle) }));

test.each(packaged)('the bundle of $service $name keeps within its budget', ({ code, service }) => {
  expect(code.length).toBeGreaterThan(10_000);
  expect(code.length).toBeLessThanOrEqual(BUDGET_BYTES[service as keyof typeof BUDGET_BYTES]);
});

test.each(packaged)(
  '$service $name bundles no credentials provider that Lambda does not need',
  ({ inputs }) => {
    const carried = Object.keys(inputs).flatMap((path) => /credential-provider-\w+/.exec(path)?.[0] ?? []);
    expect(carried.filter((provider) => provider !== 'credential-provider-env')).toEqual([]);
  },
);

test.each(leftOut)('the file that bundles leave out is still there: %s', (file) => {
  expect(existsSync(new URL(`../node_modules/${file}`, import.meta.url))).toBe(true);
});

test('no bundle has errors of operations on whole tables, and each has those that are handled', () => {
  const withTable = packaged.filter(({ inputs }) =>
    Object.keys(inputs).some((path) => /client-dynamodb/.test(path)),
  );
  expect(withTable.length).toBeGreaterThan(20);
  for (const { code } of withTable) {
    const text = Buffer.from(code).toString();
    expect(text.match(/BackupInUseException|TableAlreadyExistsException/)?.[0]).toBeUndefined();
    for (const name of ['ConditionalCheckFailedException', 'TransactionCanceledException'])
      expect(text.split(`="${name}"`).length).toBeGreaterThan(1);
  }
});

test('no bundle has a regular expression with Unicode properties that is made while it loads', () => {
  const literals = packaged.flatMap(({ code }) => {
    const text = Buffer.from(code).toString();
    const withoutTexts = text.replaceAll(/String\.raw`[^`]*`|"(?:[^"\\\n]|\\.)*"/g, '');
    return withoutTexts.match(/.{0,20}\\p\{.{0,20}/g) ?? [];
  });
  expect(literals).toEqual([]);
});

test('a bundle loads no built-in module that only other programs need', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-bundle-'));
  const send = packaged.find(({ name }) => name === 'sendMessage');
  await writeFile(join(folder, 'send.cjs'), send?.code ?? '');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--print', 'require("./send.cjs").handler.name; process.moduleLoadList.join()'],
    {
      cwd: folder,
      env: {
        MESSAGES_TABLE: 'table',
        AWS_REGION: 'eu-central-1',
        AWS_LAMBDA_FUNCTION_NAME: 'sendMessage',
        POSTGRES_URL: 'postgres://cruddur@127.0.0.1:9/cruddur',
        COGNITO_ISSUER: 'http://127.0.0.1:9/pool',
        COGNITO_CLIENT_ID: 'client',
        CRUDDUR_WEB_ORIGIN: 'http://127.0.0.1:9',
        CRUDDUR_FRONT_KEY: 'open',
        CRUDDUR_LOG_KEY: 'key',
      },
    },
  );
  await rm(folder, { recursive: true });
  expect(stdout).toContain('NativeModule https');
  expect(stdout).not.toMatch(
    /perf_hooks|readline|fs\/promises|fs\/streams|webcrypto|undici|timers\/promises/,
  );
});

test('errors keep their names in a bundle', async () => {
  const [bundled] = await bundle([fileURLToPath(new URL('../shared/errors.ts', import.meta.url))]);
  const errors = load<Record<string, new (...more: unknown[]) => Error>>(bundled);
  for (const [name, Refusal] of Object.entries(errors)) expect(new Refusal(['not_json'], '').name).toBe(name);
});

test('a bundled Postgres client can be ended', async () => {
  const [bundled] = await bundle([fileURLToPath(import.meta.resolve('postgres'))]);
  const { default: postgres } = load<{ default: typeof import('postgres') }>(bundled);
  const sql = postgres('postgres://nobody@127.0.0.1:9/nothing');
  await expect(sql.end({ timeout: 1 })).resolves.not.toThrow();
});

test('a bundled client uses the credentials in the environment of Lambda', async () => {
  const [client] = await bundle([fileURLToPath(import.meta.resolve('@aws-sdk/client-dynamodb'))]);
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  });
  const { DynamoDBClient } = load<typeof import('@aws-sdk/client-dynamodb')>(client);
  const { config } = new DynamoDBClient({ region: 'eu-central-1' });
  expect(await config.credentials()).toMatchObject(credentials);
});

/** Runs a bundle, which is CommonJS, without writing it to a file. */
function load<Exports>(bundled: Bundle | undefined): Exports {
  const module = { exports: {} as Exports };
  const run = new Function('module', 'exports', 'require', Buffer.from(bundled?.code ?? []).toString());
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}
