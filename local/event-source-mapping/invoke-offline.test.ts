import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FunctionNotInvoked } from './errors.ts';
import { invokeOffline } from './invoke-offline.ts';

interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Breaks the connection after the function ran, before its answer. */
  breaks?: boolean;
}

async function invokeWith({ status = 200, headers, body, breaks }: Scripted) {
  const requests: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    requests.push([request.method, request.url, JSON.parse(Buffer.concat(chunks).toString())]);
    if (breaks) response.destroy();
    else response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return {
      requests,
      answer: await invokeOffline(endpoint, 'svc-local-project', { Records: [] }),
      endpoint,
    };
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('posts the event to the function and returns its answer', async () => {
  const { requests, answer } = await invokeWith({ body: '{"batchItemFailures":[]}' });
  expect(requests).toEqual([
    ['POST', '/2015-03-31/functions/svc-local-project/invocations', { Records: [] }],
  ]);
  expect(answer).toEqual({ statusCode: 200, functionError: undefined, payload: { batchItemFailures: [] } });
});

test.each<[string, Scripted, object]>([
  ['an answer of nothing is null', { body: '' }, { payload: null, functionError: undefined }],
  [
    'an error of the function is told by a header',
    { headers: { 'x-amz-function-error': 'Unhandled' }, body: '{}' },
    { functionError: 'Unhandled' },
  ],
  ['a text that is no JSON is passed on', { body: 'ok' }, { payload: 'ok', functionError: undefined }],
  [
    'an error of the server is one of the function',
    { status: 502, body: '' },
    { functionError: 'Unhandled' },
  ],
])('%s', async (_, scripted, expected) => {
  expect((await invokeWith(scripted)).answer).toMatchObject(expected);
});

test.each([404, 429])('status %i: the function did not run', async (status) => {
  await expect(invokeWith({ status })).rejects.toThrow(FunctionNotInvoked);
});

test('an unreachable server: the function did not run', async () => {
  const { endpoint } = await invokeWith({});
  await expect(invokeOffline(endpoint, 'project', {})).rejects.toThrow(FunctionNotInvoked);
});

test('a connection that breaks: the function may have run', async () => {
  await expect(invokeWith({ breaks: true })).rejects.toMatchObject({ name: 'TypeError' });
});
