import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCognito } from '../cognito.ts';
import { ensureKeys } from '../keys.ts';
import { userPoolId } from '../settings.ts';

/** A real user pool, and the attacks that a website or another account of the machine could try. */

const data = mkdtempSync(join(tmpdir(), 'cruddur-doors-'));
const { accessKeyId } = ensureKeys(data);
const page = 'http://localhost:3000';
let pool: Awaited<ReturnType<typeof startCognito>>;

beforeAll(async () => {
  pool = await startCognito({
    ...{ accessKeyId, webOrigin: page },
    ...{ dataDir: join(data, 'cognito'), logFile: join(data, 'cognito.log') },
  });
});
afterAll(async () => {
  await pool.stop();
  rmSync(data, { recursive: true });
});

test('our page may sign in, and the CORS answer names its origin', async () => {
  const { status, headers } = await ask('InitiateAuth', { origin: page });
  expect(status).not.toBe(403);
  expect(headers['access-control-allow-origin']).toBe(page);
});

test.each(['ListUsers', 'AdminSetUserPassword', 'AdminCreateUser', 'DescribeUserPool'])(
  '%s needs the access key',
  async (operation) => {
    expect(await ask(operation)).toMatchObject({ status: 403 });
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261126/local/cognito-idp/aws4_request`;
    expect((await ask(operation, { authorization })).status).not.toBe(403);
  },
);

test.each<[string, Record<string, string>]>([
  ['a website', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a name that leads here', { host: 'evil.example' }],
  ['an image of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
])('%s is refused', async (_, headers) => {
  for (const method of ['POST', 'OPTIONS', 'GET']) {
    const answer = await ask('InitiateAuth', headers, method);
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test('refuses another account of the machine', async () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return expect(process.platform).toBeDefined();
  expect(await statusFor(65534)).toBe('403');
  expect(await statusFor(0)).toMatch(/^(400|500)$/);
});

/** Sends a request as another account; needs root. */
function statusFor(uid: number): Promise<string> {
  const script = `fetch(${JSON.stringify(pool.url)}, { method: 'POST', body: '{}', headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
  } }).then(({ status }) => console.log(status))`;
  // Root starts the program, since it can read it; the program then becomes the other account.
  const become = uid === 0 ? '' : `process.setgid(${uid}); process.setuid(${uid});`;
  const child = spawn(process.execPath, ['-e', become + script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  return new Promise((resolve) => child.once('close', () => resolve(printed.trim())));
}

interface Asked {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
}

function ask(operation: string, headers: Record<string, string> = {}, method = 'POST'): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const asked = request(pool.url, {
      method,
      agent: false,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        ...headers,
      },
    });
    asked.once('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    asked.once('error', reject);
    asked.end(
      method === 'POST' ? JSON.stringify({ ClientId: 'cruddurweb', UserPoolId: userPoolId }) : undefined,
    );
  });
}
