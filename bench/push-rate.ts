import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { storeConnection } from '../shared/dynamo/connections.ts';
import { messagesOf } from '../shared/dynamo/keys.ts';
import { createConversation } from '../test/conversations.ts';
import { sessionOf } from '../test/socket-events.ts';
import { itemsOf } from '../test/table.ts';
import { addMessage } from './people.ts';
import { percentile } from './statistics.ts';

/** What API Gateway takes to answer a post, as if in the same region. */
const POST_MS = 10;
const BATCH = 100;

/** How fast `push` works off full batches of one lane. */
export interface PushRate {
  groups: number;
  recordsPerSecond: number;
  /** Posts to connections for a batch. */
  posts: number;
}

/** Both members of each group are connected once; a batch has as many messages of each of so many groups. */
export async function measurePush(groupsOfBatch: readonly number[], batches: number): Promise<PushRate[]> {
  let posts = 0;
  const gateway = createServer(async (request, response) => {
    posts += 1;
    await request.toArray();
    await pause(POST_MS);
    response.end();
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const { handler } = await import('../services/stream/push.ts');
  const rates: PushRate[] = [];
  for (const groups of groupsOfBatch) {
    const event = await createBatch(groups);
    await handler(event);
    posts = 0;
    const seconds: number[] = [];
    for (let n = 0; n < batches; n++) {
      const started = performance.now();
      await handler(event);
      seconds.push((performance.now() - started) / 1000);
    }
    rates.push({ groups, recordsPerSecond: BATCH / percentile(seconds, 0.5), posts: posts / batches });
  }
  gateway.closeAllConnections();
  gateway.close();
  return rates;
}

async function createBatch(groups: number): Promise<DynamoDBStreamEvent> {
  const records: DynamoDBRecord[] = [];
  for (let group = 0; group < groups; group++) {
    const { ann, ben, message_group_uuid } = await createConversation();
    for (const person of [ann, ben])
      await storeConnection(person.uuid, `of ${person.uuid}`, sessionOf(person));
    for (let n = 1; n < BATCH / groups; n++) await addMessage(ann, ben, message_group_uuid, Date.now() + n);
    for (const item of await itemsOf(messagesOf(message_group_uuid))) records.push(toRecord(item));
  }
  return { Records: records };
}

const toRecord = (item: Record<string, unknown>) =>
  ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(item.sk),
      Keys: marshall({ pk: item.pk, sk: item.sk }),
      NewImage: marshall(item),
    },
  }) as DynamoDBRecord;
