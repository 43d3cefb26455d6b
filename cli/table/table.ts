import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type DynamodbClient = DynamoDBClient;

/** The messages' table, for work outside the access functions of `shared/dynamo`. */
export interface Table {
  name: string;
  client: DynamodbClient;
}
