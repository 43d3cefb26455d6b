import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

/** Baseline for cold starts: the smallest possible function of this system, with one `lib-dynamodb` call. */
const {
  CRUDDUR_DYNAMODB_ENDPOINT: endpoint,
  CRUDDUR_LOCAL_KEY: accessKeyId = 'local',
  MESSAGES_TABLE: TableName,
} = process.env;

const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId, secretAccessKey: 'local' },
  }),
);

export async function handler() {
  const { Item } = await documents.send(
    new GetCommand({ TableName, Key: { pk: 'GRP#nobody', sk: 'nothing' } }),
  );
  return { statusCode: 200, body: JSON.stringify(Item ?? {}) };
}
