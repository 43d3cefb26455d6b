import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clockMs } from '../clock.ts';
import { dynamoSettings, isFunction, localKey } from '../config.ts';
import { refuseTooLate } from '../edge/deadline.ts';
import { recordConsumption, recordFailedWrite } from '../edge/metering.ts';
import { RequestError, StoreUnavailable } from '../errors.ts';
import { unitsOfFailedWrite } from './failed-write.ts';

/** The location of a DynamoDB. */
export interface DynamodbPlace {
  /** The region on AWS; default: from the environment. */
  region?: string | undefined;
  /** The address of a local engine; credentials and region then do not matter. */
  endpoint?: string | undefined;
  /** The access key for a local engine; default: from the environment. */
  accessKeyId?: string | undefined;
}

/** The table that this process works on, and the client that every access function uses: set by {@link connectTable}. */
export let tableName: string;
export let documents: DynamoDBDocumentClient;

/**
 * Sets the table that this process works on. In a Lambda function this file does it from the settings while it loads;
 * other programs call it before the first access.
 */
export function connectTable(place: DynamodbPlace & { tableName: string }): void {
  tableName = place.tableName;
  documents = createDocuments(place);
}

/** Timeouts in milliseconds, short enough to detect a dead store within a function's 6 s. */
const patience: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1400, throwOnRequestTimeout: true },
};

/** A plain client for other uses than {@link documents}, such as creating tables. */
export function dynamodbClient({ region, endpoint, accessKeyId }: DynamodbPlace): DynamoDBClient {
  if (!endpoint) return new DynamoDBClient({ ...patience, ...(region && { region }) });
  const credentials = { accessKeyId: accessKeyId ?? localKey(), secretAccessKey: 'local' };
  return new DynamoDBClient({ ...patience, endpoint, region: 'local', credentials });
}

/**
 * A document client that adds the consumed capacity of every call to the request's meter, and turns failures that
 * callers cannot handle into {@link StoreUnavailable}.
 */
function createDocuments(place: DynamodbPlace): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(dynamodbClient(place), {
    marshallOptions: { removeUndefinedValues: true },
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const started = clockMs();
        Object.assign(call.input, { ReturnConsumedCapacity: 'INDEXES' });
        try {
          const answer = await next(call);
          const kind = readCommands.has(commandName ?? '') ? 'read' : 'write';
          recordConsumption(
            kind,
            (answer.output as { ConsumedCapacity?: [] }).ConsumedCapacity,
            clockMs() - started,
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
    // Runs for every try, including the SDK's retries.
    { step: 'finalizeRequest', name: 'cruddurDeadline', priority: 'low' },
  );
  return client;
}

const readCommands = new Set(['GetItemCommand', 'QueryCommand', 'ScanCommand', 'BatchGetItemCommand']);

/** Errors that storage functions handle; any other means that the store did not do the work. */
const decidable = new Set([
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
  'TransactionInProgressException',
  'ValidationException',
]);

function asRequestError(error: unknown): unknown {
  if (error instanceof RequestError) return error;
  const name = (error as Error).name;
  if (decidable.has(name)) return error;
  return new StoreUnavailable({ cause: error });
}

if (isFunction()) {
  const { MESSAGES_TABLE, CRUDDUR_DYNAMODB_ENDPOINT: endpoint } = dynamoSettings();
  connectTable({ tableName: MESSAGES_TABLE, endpoint });
}
