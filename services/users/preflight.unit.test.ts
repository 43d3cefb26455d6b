import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Preflight from './preflight.ts';

/** Fakes Lambda's API for an account with the concurrency limit `limit`. */
async function deploy({ limit, wanted }: { limit: number; wanted: number }): Promise<number> {
  let calls = 0;
  const server = createServer((_, response) => {
    calls++;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ AccountLimit: { ConcurrentExecutions: limit } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const config = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const preflight = new Preflight({
    service: { custom: { accountConcurrency: wanted } },
    getProvider: () => ({ getAwsSdkV3Config: async () => config }),
  });
  await preflight.hooks['before:deploy:deploy']?.().finally(() => server.close());
  return calls;
}

test('a new account with a concurrency limit of 10 is told what to request before anything is created', async () => {
  await expect(deploy({ limit: 10, wanted: 380 })).rejects.toThrow(
    'This account may run 10 functions at once, and this stage needs 380.',
  );
});

test('an account with enough concurrency deploys', async () => {
  expect(await deploy({ limit: 380, wanted: 380 })).toBe(1);
});

test('a stage without reserved concurrency makes no call', async () => {
  expect(await deploy({ limit: 10, wanted: 0 })).toBe(0);
});
