import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Failure } from '../../shared/repair/redrive-failures.ts';
import { failedKeys } from './failed-keys.ts';

/**
 * The failures in a queue on AWS. A failure record there only says where in the stream its records are, and the
 * stream forgets after 24 hours. What is taken here is hidden from other readers for five minutes.
 */
export async function* sqsFailures(queueName: string, region?: string): AsyncGenerator<Failure> {
  const [sqs, streams] = [new SQSClient({ region }), new DynamoDBStreams({ region })];
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 300 }),
    );
    if (Messages.length === 0) return;
    for (const { MessageId, Body, ReceiptHandle } of Messages) {
      yield {
        id: MessageId ?? '',
        keys: failedKeys(JSON.parse(Body ?? '{}'), streams),
        delete: async () => {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        },
      };
    }
  }
}
