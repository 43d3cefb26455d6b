import { findStream } from './table-stream.ts';

test('reports each reason for waiting once', async () => {
  const answers = [
    () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })),
    () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' })),
    async () => ({ Streams: [] }),
    async () => ({ Streams: [{ StreamArn: 'arn', StreamLabel: '1' }] }),
  ];
  const streams = { listStreams: () => answers.shift()?.() };
  const lines: string[] = [];
  const options = { signal: new AbortController().signal, log: (line: string) => lines.push(line) };
  expect(await findStream(streams as never, 'messages', options)).toBe('arn');
  expect(lines).toEqual([
    'waiting: DynamoDB does not list its streams (ECONNREFUSED)',
    'waiting: messages has no stream yet',
  ]);
});
