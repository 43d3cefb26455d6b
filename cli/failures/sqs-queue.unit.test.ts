import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sqsFailures } from './sqs-queue.ts';

const MD5OfBody = createHash('md5').update('no JSON').digest('hex');

/** A queue that answers as SQS may: a short poll asks only some servers and finds nothing. */
const waiting = ['one', 'other'].map((MessageId) => ({
  MessageId,
  ReceiptHandle: MessageId,
  Body: 'no JSON',
  MD5OfBody,
}));
const server = createServer(async (request, response) => {
  const { WaitTimeSeconds = 0, QueueName } = JSON.parse(await text(request));
  const Messages = WaitTimeSeconds > 0 ? waiting.splice(0) : [];
  const operation = String(request.headers['x-amz-target']).split('.')[1];
  const answers: Record<string, object> = {
    GetQueueUrl: { QueueUrl: `http://127.0.0.1:${port()}/1/failures` },
    ReceiveMessage: { Messages },
    ListQueues: { QueueUrls: [`http://127.0.0.1:${port()}/1/cruddur-dev-project-failures`] },
  };
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  if (QueueName === 'nope') {
    response.statusCode = 400;
    response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'no such queue' }));
    return;
  }
  response.end(JSON.stringify(answers[operation ?? ''] ?? {}));
});
const port = () => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port()}`,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
  });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('a queue is read to its end with long polling, skipping messages that are not failure records', async () => {
  const found: string[] = [];
  for await (const { id } of sqsFailures('failures', 'eu-central-1')) found.push(id);
  expect(found).toEqual(['one', 'other']);
});

test('a missing queue is refused, and the error names the existing ones', async () => {
  await expect(sqsFailures('nope', 'eu-central-1').next()).rejects.toThrow(
    'There is no queue nope. Existing queues: cruddur-dev-project-failures.',
  );
});
