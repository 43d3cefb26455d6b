import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { localKey, socketSettings } from '../../shared/config.ts';

const { WEBSOCKET_ENDPOINT: endpoint } = socketSettings();

/** Timeouts in milliseconds; a hanging connection costs two of them. Only the local cloud uses plain HTTP. */
const client = new ApiGatewayManagementApiClient({
  endpoint,
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1500, throwOnRequestTimeout: true },
  ...(endpoint.startsWith('http:') && {
    region: 'local',
    credentials: { accessKeyId: localKey(), secretAccessKey: 'local' },
  }),
});

/**
 * Sends frames, one on a line, to a connection.
 *
 * @returns `gone` if the connection is closed or not open yet: it opens only after `connect` has answered.
 * @throws any other error; the frames may or may not have arrived.
 */
export async function postFrames(
  connectionId: string,
  frames: string,
  signal: AbortSignal,
): Promise<'sent' | 'gone'> {
  try {
    await client.send(
      new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(frames) }),
      {
        abortSignal: signal,
      },
    );
    return 'sent';
  } catch (error) {
    if (isGone(error)) return 'gone';
    throw error;
  }
}

/** Closes a connection; idempotent. */
export async function closeConnection(connectionId: string): Promise<void> {
  try {
    await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown) =>
  (error as Partial<ApiGatewayManagementApiServiceException>).$metadata?.httpStatusCode === 410;
