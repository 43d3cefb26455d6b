import { testStores } from './stores.ts';

const isDynamodbLocal = testStores().dynamodbEngine === 'dynamodb-local';

/**
 * Where an engine counts consumed capacity otherwise than AWS. This is the only place that knows; a budget adds
 * what the engine under test charges too much.
 */
export const deviation = {
  /** Units charged too much for each row that a transaction writes into the index: 8 where AWS charges 3. */
  transactionalIndexWrites: isDynamodbLocal ? 5 : 0,
};
