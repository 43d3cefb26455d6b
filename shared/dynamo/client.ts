import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoSettings } from '../config.ts';
import { refuseTooLate } from '../edge/deadline.ts';
import { record, recordFailedWrite } from '../edge/metering.ts';
import { RateLimited, RequestError, StoreUnavailable } from '../errors.ts';
import { recordCall } from './call-record.ts';
import { unitsOfFailedWrite } from './failed-write.ts';

const settings = dynamoSettings();

export const tableName = settings.MESSAGES_TABLE;

/** Times in milliseconds; with them a dead store is noticed within the 6 s of a function. */
const connection: DynamoDBClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1400, throwOnRequestTimeout: true },
  ...(settings.CRUDDUR_DYNAMODB_ENDPOINT && {
    endpoint: settings.CRUDDUR_DYNAMODB_ENDPOINT,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }),
};

/** For what manages tables; functions never do. */
export const tablesClient = () => new DynamoDBClient(connection);

/** The step that every try of a call passes, the client's own retries too. */
export const BEFORE_THE_WIRE = 'cruddurDeadline';

/** One client for each container. */
export const documents = createDocuments();

/**
 * A document client that asks for the consumed capacity of every call, adds it to the request's meter, and
 * answers the failures that a rule cannot handle as {@link StoreUnavailable} or {@link RateLimited}.
 */
function createDocuments(): DynamoDBDocumentClient {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(connection), {
    marshallOptions: { removeUndefinedValues: true },
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const started = performance.now();
        Object.assign(call.input, { ReturnConsumedCapacity: 'INDEXES' });
        if (settings.CRUDDUR_RECORD_CALLS)
          recordCall(settings.CRUDDUR_RECORD_CALLS, commandName ?? '', call.input);
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
    { step: 'finalizeRequest', name: BEFORE_THE_WIRE, priority: 'low' },
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
