import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { documents, tableName } from './client.ts';

afterEach(() => documents.middlewareStack.remove('throttle'));

test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
  'a call throttled with %s is an outage of the store, not a limit of the caller',
  async (name) => {
    const throttled = Object.assign(new Error('Rate of requests exceeds the allowed throughput.'), { name });
    documents.middlewareStack.add(() => () => Promise.reject(throttled), {
      step: 'initialize',
      priority: 'low',
      name: 'throttle',
    });
    const call = documents.send(new DescribeTableCommand({ TableName: tableName }) as never);
    await expect(call).rejects.toMatchObject({
      status: 503,
      codes: ['store_unavailable'],
      retryAfter: 1,
      cause: throttled,
    });
  },
);
