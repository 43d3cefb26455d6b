import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { clockMs } from '../clock.ts';
import { RequestError, Unauthenticated } from '../errors.ts';
import { logFailure, logRequest } from '../log.ts';
import { callerOf } from './caller.ts';
import { metered } from './metering.ts';

/** API Gateway's event for a WebSocket route; only `$connect` has headers, only messages have a body. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & { headers?: Record<string, string | undefined> };

export type SocketAnswer = APIGatewayProxyStructuredResultV2;

/**
 * The Lambda handler of one route of the WebSocket API. A RequestError becomes its status; any other error is a 500
 * without details. Headers and body are never logged.
 */
export function serveRoute(operation: string, work: (event: SocketEvent) => Promise<SocketAnswer>) {
  return (event: SocketEvent): Promise<SocketAnswer> =>
    metered(async (consumption) => {
      const started = clockMs();
      const { requestId: request_id } = event.requestContext;
      let reason: string | undefined;
      const answer = await work(event).catch((error) => {
        if (error instanceof Unauthenticated) reason = error.reason;
        return refuse(operation, request_id, error);
      });
      logRequest({
        operation,
        request_id,
        status: answer.statusCode ?? 200,
        milliseconds: clockMs() - started,
        read_units: consumption.readUnits,
        write_units: consumption.writeUnits,
        caller: callerOf(consumption),
        reason,
      });
      return answer;
    }, operation);
}

function refuse(operation: string, requestId: string, error: unknown): SocketAnswer {
  const refusal = error instanceof RequestError ? error : undefined;
  if (!refusal) logFailure(operation, requestId, error);
  if (refusal?.cause) logFailure(operation, requestId, refusal.cause);
  return { statusCode: refusal?.status ?? 500 };
}
