import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundle, deployedFunctions } from './bundle.ts';

/** Little above what is needed, so that a part of the SDK that comes back is noticed. */
const BUDGET_BYTES = { users: 235_000, messaging: 250_000, stream: 225_000 };

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
