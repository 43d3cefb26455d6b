import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { loadSchema } from '../../cli/table/load-schema.ts';
import { claimPort } from '../../local/port.ts';
import { root } from '../../local/settings.ts';
import {
  type Key,
  messageCursor,
  messageGroupKey,
  messageGroupUuid,
  messageKey,
} from '../../shared/dynamo/keys.ts';
import { type Moto, startMoto } from './moto.ts';

/** `cruddur ddb redrive --stage` with the SQS queue and the stream of moto. */

const TableName = 'cruddur-messages-dev';
let moto: Moto;
let documents: DynamoDBDocumentClient;
let sqs: SQSClient;
let streams: DynamoDBStreams;
let QueueUrl: string | undefined;

beforeAll(async () => {
  moto = await startMoto(await claimPort('moto', 0));
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const client = { endpoint: moto.url, region: 'eu-central-1', credentials };
  const dynamodb = new DynamoDBClient(client);
  documents = DynamoDBDocumentClient.from(dynamodb);
  sqs = new SQSClient(client);
  streams = new DynamoDBStreams(client);
  await loadSchema(dynamodb, TableName);
  await new CloudFormationClient(client).send(new CreateStackCommand(stack));
  ({ QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'cruddur-dev-project-failures' })));
});

afterAll(() => moto.stop());

/** The stack outputs that the command reads: the table's name, and the queue under its deployed name. */
const stack = {
  StackName: 'cruddur-messaging-dev',
  TemplateBody: JSON.stringify({
    Resources: {
      ProjectFailures: {
        Type: 'AWS::SQS::Queue',
        Properties: { QueueName: 'cruddur-dev-project-failures' },
      },
    },
    Outputs: { MessagesTable: { Value: TableName } },
  }),
};

const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }));

/** Stores a message that its rows do not show, because the projection gave it up. */
async function createFailure({ isReadable }: { isReadable: boolean }) {
  const [ann, ben] = [randomUUID(), randomUUID()];
  const group = messageGroupUuid(ann, ben);
  const old = { message: 'old', last_message_at: '2026-01-01T00:00:00.000Z', unread_count: 0, version: 1 };
  const rowOf = (user: string) => ({ ...messageGroupKey(user, group), message_group_uuid: group });
  await put({ ...rowOf(ann), user_uuid: ben, ...old });
  await put({ ...rowOf(ben), user_uuid: ann, ...old });
  const [created_at, message_uuid] = [new Date().toISOString(), randomUUID()];
  const key = messageKey(group, messageCursor(created_at, message_uuid));
  const unreadable = { ...key, message_uuid, created_at, message: 'given up', user_uuid: ann };
  const whole = { ...unreadable, member_uuids: [ann, ben] };
  await put(isReadable ? whole : unreadable);
  await giveUp(key);
  return {
    repair: () => put(whole),
    row: async () => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: messageGroupKey(ben, group) }));
      return Item;
    },
  };
}

/** Sends a failure record as on AWS: the record's position in the stream, without its content. */
async function giveUp({ sk }: Key): Promise<void> {
  const { Table } = await documents.send(new DescribeTableCommand({ TableName }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.describeStream({ StreamArn });
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await streams.getShardIterator(from);
  const { Records = [] } = await streams.getRecords({ ShardIterator });
  const record = Records.find(({ dynamodb }) => dynamodb?.Keys?.sk?.S === sk);
  const number = record?.dynamodb?.SequenceNumber;
  const range = { shardId: ShardId, startSequenceNumber: number, endSequenceNumber: number, batchSize: 1 };
  const body = { version: '1.0', DDBStreamBatchInfo: { streamArn: StreamArn, ...range } };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
}

async function countFailures(): Promise<number> {
  const AttributeNames = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
  ] satisfies QueueAttributeName[];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Object.values(Attributes).reduce((total, count) => total + Number(count), 0);
}

const redrive = () =>
  promisify(execFile)(join(root, 'bin/cruddur'), ['ddb', 'redrive', '--stage', 'dev'], { env: moto.env });

test('replays and deletes readable failures, names the others, and finds those again after their repair', async () => {
  const readable = await createFailure({ isReadable: true });
  const poison = await createFailure({ isReadable: false });
  await expect(redrive()).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^\S+: the item MSG#\S+ \S+ cannot be read\n$/),
    stderr: expect.stringContaining('Replayed 1 failures; 1 remain.'),
  });
  expect(await readable.row()).toMatchObject({ message: 'given up', unread_count: 1 });
  expect(await poison.row()).toMatchObject({ message: 'old' });
  expect(await countFailures()).toBe(1);

  await poison.repair();
  expect((await redrive()).stdout).toBe('Replayed 1 failures; 0 remain.\n');
  expect(await poison.row()).toMatchObject({ message: 'given up', unread_count: 1 });
  expect(await countFailures()).toBe(0);
});
