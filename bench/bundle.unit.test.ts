import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Bundle, bundle, deployedFunctions } from './bundle.ts';

const BUDGET_BYTES = { users: 350_000, messaging: 350_000, stream: 300_000 };

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

test('a bundled client uses the credentials in the environment of Lambda', async () => {
  const [client] = await bundle([fileURLToPath(import.meta.resolve('@aws-sdk/client-dynamodb'))]);
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  });
  const { DynamoDBClient } = load(Buffer.from(client?.code ?? []).toString());
  const { config } = new DynamoDBClient({ region: 'eu-central-1' });
  expect(await config.credentials()).toMatchObject(credentials);
});

/** Runs a bundle, which is CommonJS, without writing it to a file. */
function load(code: string) {
  const module = { exports: {} as typeof import('@aws-sdk/client-dynamodb') };
  const run = new Function('module', 'exports', 'require', code);
  run(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}
