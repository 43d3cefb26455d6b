import {
  DeleteTableCommand,
  ResourceNotFoundException,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import type { DynamodbClient } from './table.ts';

/**
 * Deletes a table and waits until it is gone.
 *
 * @returns whether it existed.
 */
export async function dropTable(client: DynamodbClient, name: string): Promise<boolean> {
  try {
    await client.send(new DeleteTableCommand({ TableName: name }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
  await waitUntilTableNotExists(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 2 },
    { TableName: name },
  );
  return true;
}
