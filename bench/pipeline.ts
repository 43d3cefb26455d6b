import { handler as project } from '../services/stream/project.ts';
import { StoreUnavailable } from '../shared/errors.ts';
import { createConversation } from '../test/conversations.ts';
import { startProjection } from '../test/projection.ts';
import { type Cores, coresBetween, engineSeconds, ownSeconds } from './cores.ts';
import { addMessage } from './people.ts';

/** Throughput from the send to the projected rows. */
export interface Pipeline {
  messages: number;
  groups: number;
  atOnce: number;
  batches: number;
  sendSeconds: number;
  totalSeconds: number;
  cores: Cores;
}

export async function runPipeline(messages: number, groups = 20, atOnce = 16): Promise<Pipeline> {
  const conversations = await Promise.all(Array.from({ length: groups }, () => createConversation()));
  let batches = 0;
  const projection = await startProjection((event) => {
    batches++;
    return project(event);
  });
  try {
    await projection.drained();
    batches = 0;
    const before = await busy();
    const started = performance.now();
    let next = 0;
    const sender = async () => {
      while (next < messages) {
        const n = next++;
        const { ann, ben, message_group_uuid } = conversations[n % groups] as (typeof conversations)[number];
        await untilStored(() => addMessage(n % 2 ? ben : ann, n % 2 ? ann : ben, message_group_uuid));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
    const sent = performance.now();
    await projection.drained();
    const done = performance.now();
    return {
      ...{ messages, groups, atOnce, batches },
      sendSeconds: (sent - started) / 1000,
      totalSeconds: (done - started) / 1000,
      cores: coresBetween(before, await busy(), (done - started) / 1000),
    };
  } finally {
    await projection.stop();
  }
}

/** Retries until acknowledged, as a client does. */
async function untilStored(send: () => Promise<unknown>): Promise<unknown> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return untilStored(send);
  }
}

const busy = async (): Promise<Cores> => ({ functions: ownSeconds(), DynamoDB: await engineSeconds() });
