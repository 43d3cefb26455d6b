import { setTimeout as pause } from 'node:timers/promises';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { handler as project } from '../services/stream/project.ts';
import type { BatchLine } from '../shared/log.ts';
import { createConversation } from '../test/conversations.ts';
import { deployedSettings, startProjection } from '../test/projection.ts';
import { logged } from './metrics-line.ts';
import { addMessage } from './people.ts';
import { percentile } from './statistics.ts';

/** What a message takes from its put to the rows at a steady rate. */
export interface Rate {
  perSecond: number;
  groups: number;
  messages: number;
  /** Units of a message. */
  rcu: number;
  wcu: number;
  lost: number;
  failed: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Sends at a rate for some seconds, through the mapping as it is deployed, its batch window too. */
export async function measureRate(perSecond: number, groups: number, seconds: number): Promise<Rate> {
  const conversations = await Promise.all(Array.from({ length: groups }, () => createConversation()));
  const sent = new Map<string, number>();
  const delays: number[] = [];
  const noteDelays = ({ Records }: DynamoDBStreamEvent) => {
    for (const { dynamodb } of Records) {
      const at = sent.get(dynamodb?.Keys?.sk?.S ?? '');
      if (at !== undefined) delays.push(performance.now() - at);
    }
  };
  const projection = await startProjection(
    async (event) => {
      const answer = await project(event);
      if (answer.batchItemFailures.length === 0) noteDelays(event);
      return answer;
    },
    'project',
    { settings: await deployedSettings('project') },
  );
  await projection.drained();
  const messages = perSecond * seconds;
  const lines = await logged(async () => {
    const start = performance.now();
    const sends: Promise<void>[] = [];
    for (let n = 0; n < messages; n++) {
      const wait = start + (n * 1000) / perSecond - performance.now();
      if (wait > 0) await pause(wait);
      const { ann, ben, message_group_uuid } = conversations[n % groups] as (typeof conversations)[number];
      const [from, to] = n % 3 ? [ann, ben] : [ben, ann];
      sends.push(
        addMessage(from, to, message_group_uuid).then((cursor) => void sent.set(cursor, performance.now())),
      );
    }
    await Promise.all(sends);
    await projection.drained();
  });
  await projection.stop();
  const batches = lines.filter(({ message }) => message === 'batch') as unknown as BatchLine[];
  const sum = (name: keyof BatchLine) => batches.reduce((total, batch) => total + Number(batch[name]), 0);
  return {
    ...{ perSecond, groups, messages },
    rcu: sum('read_units') / messages,
    wcu: sum('write_units') / messages,
    ...{ lost: sum('failed_writes'), failed: sum('failed') },
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
  };
}
