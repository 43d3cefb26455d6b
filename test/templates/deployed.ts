import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { localKeys } from '../local-keys.ts';
import { functionKey, type Resource, resourcesOf, type Template } from './packages.ts';

const run = promisify(execFile);

/** Local values for what AWS fills in: the table and the addresses of the local stores. */
const localValues: Record<string, string | undefined> = {
  MESSAGES_TABLE: process.env.MESSAGES_TABLE,
  POSTGRES_URL: process.env.POSTGRES_URL,
  COGNITO_ISSUER: process.env.COGNITO_ISSUER,
  COGNITO_CLIENT_ID: process.env.COGNITO_CLIENT_ID,
  ...localKeys,
  CRUDDUR_WEB_ORIGIN: process.env.CRUDDUR_WEB_ORIGIN,
  WEBSOCKET_ENDPOINT: 'http://127.0.0.1:9',
};
const { CRUDDUR_DYNAMODB_ENDPOINT, CRUDDUR_LOCAL_KEY } = process.env;
const localEndpoint = { CRUDDUR_DYNAMODB_ENDPOINT, CRUDDUR_LOCAL_KEY };

export const unpacked = await mkdtemp(join(tmpdir(), 'cruddur-unpacked-'));

/**
 * The handler of a packaged function, unpacked once; each call runs in a new Node process.
 *
 * @param more settings that only this package has.
 * @param heard gets the function's log.
 */
export async function deployed(
  { template, directory: packages }: { template: Template; directory: string },
  key: string,
  more: NodeJS.ProcessEnv = {},
  heard: (log: string) => void = () => {},
) {
  const lambdas = resourcesOf(template, 'AWS::Lambda::Function').map(([, one]) => one);
  const lambda = lambdas.find((one) => functionKey(one) === key) as Resource;
  const directory = await mkdtemp(join(unpacked, `${key}-`));
  const zip = join(packages, `${key}.zip`);
  await run('python3', ['-m', 'zipfile', '-e', zip, directory]);
  process.stdout.write(`${key}: ${((await stat(zip)).size / 1000).toFixed(0)} kB\n`);
  const [module, name] = lambda.Properties.Handler.split('.') as [string, string];
  const file = (await readdir(directory)).find(
    (one) => /^[^.]+\.[cm]js$/.test(one) && one.startsWith(`${module}.`),
  );
  const names = Object.keys(lambda.Properties.Environment?.Variables ?? {});
  const settings = Object.fromEntries(names.map((setting) => [setting, localValues[setting]]));
  const env = {
    ...settings,
    ...localEndpoint,
    ...more,
    AWS_LAMBDA_FUNCTION_NAME: key,
    AWS_REGION: 'eu-central-1',
  };
  return async (event: unknown, context: { awsRequestId?: string } = {}) => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'run-package.mjs'), join(directory, String(file)), name],
      {
        env: { PATH: process.env.PATH, ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.stdin.end(JSON.stringify({ event, awsRequestId: context.awsRequestId }));
    await new Promise((resolve) => child.on('close', resolve));
    const text = Buffer.concat(output).toString();
    heard(text);
    const line = text.split('\n').find((one) => one.startsWith('{"answer":'));
    if (!line) throw new Error(`${key} did not answer: ${text}`);
    return JSON.parse(line).answer;
  };
}
