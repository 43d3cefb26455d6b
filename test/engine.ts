import { testStores } from './stores.ts';

const isDynamodbLocal = testStores().dynamodbEngine === 'dynamodb-local';

/**
 * Where an engine counts consumed capacity differently from AWS, in one place. A budget adds the excess of the engine
 * under test.
 */
export const deviation = {
  /** Excess units for each row that a transaction writes into the index: 8 where AWS charges 3. */
  transactionalIndexWrites: isDynamodbLocal ? 5 : 0,
  /** Missing units of a page of an index on which nothing is: AWS charges half a read unit. */
  emptyPages: isDynamodbLocal ? -0.5 : 0,
  /** Missing units of an item that a consistent batch does not find: AWS charges one. */
  missingInBatches: isDynamodbLocal ? -1 : 0,
  /** Whether items above a unit's size count otherwise in transactions, indexes and empty pages. */
  largeItems: isDynamodbLocal,
};
