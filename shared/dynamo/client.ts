import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoSettings, isFunction, localKey } from '../config.ts';
import { refuseTooLate } from '../edge/deadline.ts';
import { record, recordFailedWrite } from '../edge/metering.ts';
import { RateLimited, RequestError, StoreUnavailable } from '../errors.ts';
import { unitsOfFailedWrite } from './failed-write.ts';

/** Where a DynamoDB is. */
export interface DynamodbPlace {
  /** The region on AWS; the environment says it if it is absent. */
  region?: string | undefined;
  /** The address of a local engine; credentials and region are then of no account. */
  endpoint?: string | undefined;
  /** The access key that a local engine lets in; the environment says it if it is absent. */
  accessKeyId?: string | undefined;
}

/** The table that this process works on, and the client that every access function uses: set by {@link connectTable}. */
export let tableName: string;
export let documents: DynamoDBDocumentClient;

/**
 * Makes a table the one that this process works on. A Lambda function does so by its settings while this file loads;
 * every other program does so itself before the first access.
 */
export function connectTable(place: DynamodbPlace & { tableName: string }): void {
  tableName = place.tableName;
  documents = createDocuments(place);
}

/** Times in milliseconds; with them a dead store is noticed within the 6 s of a function. */
const patience: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1400, throwOnRequestTimeout: true },
};

/** A client for what {@link documents} is not for, such as making tables. */
export function dynamodbClient({ region, endpoint, accessKeyId }: DynamodbPlace): DynamoDBClient {
  if (!endpoint) return new DynamoDBClient({ ...patience, ...(region && { region }) });
  const credentials = { accessKeyId: accessKeyId ?? localKey(), secretAccessKey: 'local' };
  return new DynamoDBClient({ ...patience, endpoint, region: 'local', credentials });
}

/**
 * A document client that asks for the consumed capacity of every call, adds it to the request's meter, and
 * answers the failures that a rule cannot handle as {@link StoreUnavailable} or {@link RateLimited}.
 */
function createDocuments(place: DynamodbPlace): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(dynamodbClient(place), {
    marshallOptions: { removeUndefinedValues: true },
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const started = performance.now();
        Object.assign(call.input, { ReturnConsumedCapacity: 'INDEXES' });
        try {
          const answer = await next(call);
          const kind = readCommands.has(commandName ?? '') ? 'read' : 'write';
          record(
            kind,
            (answer.output as { ConsumedCapacity?: [] }).ConsumedCapacity,
            performance.now() - started,
          );
          return answer;
        } catch (error) {
          const charged = unitsOfFailedWrite(call.input, error);
          if (charged !== undefined) recordFailedWrite(charged);
          throw asRequestError(error);
        }
      },
    { step: 'initialize', name: 'cruddurCapacityAndErrors', priority: 'high' },
  );
  client.middlewareStack.add(
    (next) => async (call) => {
      refuseTooLate();
      return next(call);
    },
    // Every try passes here, the client's own retries too.
    { step: 'finalizeRequest', name: 'cruddurDeadline', priority: 'low' },
  );
  return client;
}

const readCommands = new Set(['GetItemCommand', 'QueryCommand', 'ScanCommand', 'BatchGetItemCommand']);

/** Outcomes that a storage function decides on; everything else means that the store did not do the work. */
const decidable = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionInProgressException',
  'ValidationException',
]);

const throttled = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

function asRequestError(error: unknown): unknown {
  if (error instanceof RequestError) return error;
  const name = (error as Error).name;
  if (decidable.has(name)) return error;
  if (throttled.has(name)) return new RateLimited();
  return new StoreUnavailable({ cause: error });
}

if (isFunction()) {
  const { MESSAGES_TABLE, CRUDDUR_DYNAMODB_ENDPOINT: endpoint } = dynamoSettings();
  connectTable({ tableName: MESSAGES_TABLE, endpoint });
}
