import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type DynamodbClient = DynamoDBClient;

/** The messages' table, for what the access functions of `shared/dynamo` do not do. */
export interface Table {
  name: string;
  client: DynamodbClient;
}
