import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  paginateListQueues,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Failure } from '../repair/redrive-failures.ts';
import { failedKeys } from './failed-keys.ts';
import { NoSuchQueue } from './no-such-queue.ts';

/**
 * The failures in an SQS queue. A failure record on AWS only gives the position of its records in the stream, which
 * keeps them for 24 hours. Received messages stay hidden from other readers for five minutes (visibility timeout);
 * those not deleted become visible again at the end, so that the next run finds them.
 *
 * @throws NoSuchQueue
 */
export async function* sqsFailures(queueName: string, region: string): AsyncGenerator<Failure> {
  const [sqs, streams] = [new SQSClient({ region }), new DynamoDBStreams({ region })];
  const QueueUrl = await findQueue(sqs, queueName);
  const taken = new Set<string>();
  try {
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 300,
          // Long polling asks all servers of the queue; a short poll may miss messages.
          WaitTimeSeconds: 2,
        }),
      );
      if (Messages.length === 0) return;
      for (const { ReceiptHandle = '' } of Messages) taken.add(ReceiptHandle);
      for (const { MessageId = '', Body = '{}', ReceiptHandle = '' } of Messages) {
        const remove = async () => {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          taken.delete(ReceiptHandle);
        };
        yield { id: MessageId, keys: async () => failedKeys(JSON.parse(Body), streams)(), delete: remove };
      }
    }
  } finally {
    for (const ReceiptHandle of taken) {
      const shown = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      await sqs.send(new ChangeMessageVisibilityCommand(shown));
    }
  }
}

async function findQueue(client: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    const known: string[] = [];
    for await (const { QueueUrls = [] } of paginateListQueues({ client }, { QueueNamePrefix: 'cruddur-' }))
      known.push(...QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1)));
    throw new NoSuchQueue(QueueName, known);
  }
}
