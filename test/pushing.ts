import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as v from 'valibot';
import { Frame } from '../shared/contract/frames.ts';
import { documents, tableName } from '../shared/dynamo/client.ts';
import { storeConnection } from '../shared/dynamo/connections.ts';
import { connectionKey } from '../shared/dynamo/keys.ts';
import type { Person } from './accounts.ts';
import { type Projection, startProjection } from './projection.ts';
import { sessionOf } from './socket-events.ts';

export type Conduct = 'receives' | 'is gone' | 'fails' | 'hangs';

/** The bodies that arrived at each connection, and how a connection answers: by default it receives. */
export const posts = new Map<string, string[]>();
export const conducts = new Map<string, Conduct>();
const arrived = new Map<string, Frame[]>();

/** A fake of API Gateway's connections endpoint. */
const gateway: Server = createServer(async (request, response) => {
  const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
  const conduct = conducts.get(id) ?? 'receives';
  if (conduct === 'hangs') return;
  if (conduct !== 'receives') return response.writeHead(conduct === 'is gone' ? 410 : 500).end();
  const body = Buffer.concat(await request.toArray()).toString();
  posts.set(id, [...(posts.get(id) ?? []), body]);
  const frames = body.split('\n').map((line) => v.parse(Frame(), JSON.parse(line)));
  arrived.set(id, [...framesAt(id), ...frames]);
  return response.end();
});

export const framesAt = (id: string) => arrived.get(id) ?? [];
export const messagesAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'message');
export const groupsAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'message_group');
export const textsAt = (id: string) => messagesAt(id).map(({ message }) => message.message);

/** The function that pushes frames, behind its event source mapping. */
export interface Pushing {
  push: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
  /** The records that it was called with since the test began, those of another try too. */
  records: DynamoDBRecord[];
  drained: Projection['drained'];
}

/** Runs `push` for the records of the test file's table, against the gateway above, for every test of the file. */
export function startPushing(): Pushing {
  let mapping: Projection;
  const pushing: Pushing = { push: notStarted, records: [], drained: () => mapping.drained() };
  beforeAll(async () => {
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    pushing.push = (await import('../services/stream/push.ts')).handler;
    mapping = await startProjection((event) => {
      pushing.records.push(...event.Records);
      return pushing.push(event);
    }, 'push');
    await mapping.drained();
  });
  afterAll(async () => {
    await mapping.stop();
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
  });
  beforeEach(() => {
    pushing.records = [];
  });
  return pushing;
}

const notStarted = () => Promise.reject(new Error('The tests have not begun.'));

/** Opens connections of a person, long enough ago to be open. */
export async function openConnections(person: Person, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await storeConnection(person.uuid, id, sessionOf(person));
    const connected_at = new Date(Date.now() - 60_000).toISOString();
    const Item = {
      ...connectionKey(person.uuid, id),
      user_uuid: person.uuid,
      connected_at,
      trusted_until: Date.now() + 600_000,
    };
    await documents.send(new PutCommand({ TableName: tableName, Item }));
  }
}
