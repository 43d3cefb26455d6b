import { createMessageKey } from '../client/message-key.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { handler as project } from '../services/stream/project.ts';
import { call } from '../test/call.ts';
import { createConversation } from '../test/conversations.ts';
import { keyed, spentBy, spentIn, type Units } from './capacity-patterns.ts';
import { metricsOf } from './metrics-line.ts';
import { originalFirstSend, originalProject, originalSend } from './original.ts';
import { textOf } from './people.ts';
import { messageEvent } from './stream-event.ts';

/** Capacity that a burst of messages takes, from the sends to the projected rows. */
export interface Burst {
  messages: number;
  sends: Units;
  projection: Units;
  original: Units;
}

/** Sends messages to one group; the stream delivers them in one batch. */
export async function burst(messages: number): Promise<Burst> {
  const { ann, ben, message_group_uuid } = await createConversation();
  const sends: Units = { rcu: 0, wcu: 0 };
  const cursors: string[] = [];
  for (let n = 0; n < messages; n++) {
    const body = { message: textOf(n), message_group_uuid };
    const answer = await call(sendMessage, 'sendMessage', {
      as: ann,
      body,
      headers: keyed(createMessageKey(Date.now())),
    });
    const { rcu, wcu } = await spentBy(answer);
    sends.rcu += rcu;
    sends.wcu += wcu;
    cursors.push(answer.body.cursor);
  }
  const event = messageEvent(message_group_uuid, [ann.uuid, ben.uuid], cursors);
  const { read_units: rcu, write_units: wcu } = await metricsOf(() => project(event));
  return { messages, sends, projection: { rcu, wcu }, original: await originalBurst(messages) };
}

async function originalBurst(messages: number): Promise<Units> {
  const { ann, ben, message_group_uuid } = await createConversation();
  await originalFirstSend(ann, ben, message_group_uuid, textOf(0));
  return spentIn(async () => {
    for (let n = 0; n < messages; n++) {
      const at = new Date(Date.now() + n).toISOString();
      await originalSend(ann, message_group_uuid, textOf(n), at);
      await originalProject(message_group_uuid, textOf(n), at);
    }
  });
}
