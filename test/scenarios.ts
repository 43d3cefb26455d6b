import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markRead } from '../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { handler as project } from '../services/stream/project.ts';
import { handler as updateMe } from '../services/users/update-me.ts';
import { messageGroupUuid, messagesOf } from '../shared/dynamo/keys.ts';
import { getRow, markRead as moveMarker } from '../shared/dynamo/message-groups.ts';
import { createExtra, type Person } from './accounts.ts';
import { call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { patiently, untilAnswered } from './client.ts';
import { storeText } from './conversations.ts';
import type { Schedule } from './faults.ts';
import type { Scenario } from './schedules.ts';

/** The operations of the API as scenarios of two people, ann and ben, who are new every time. */

const long = (ago: number) => Date.now() - ago * 1000;

interface Pair {
  ann: Person;
  ben: Person;
  group: string;
}

export async function createPair(): Promise<Pair> {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  return { ann, ben, group: messageGroupUuid(ann.uuid, ben.uuid) };
}

export const send = (as: Person, body: unknown, key?: string) =>
  call(sendMessage, 'sendMessage', {
    as,
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });

const problemsIn = async ({ ann, ben, group }: Pair, expected: (texts: string[]) => string | false) => {
  const { texts, violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
  const wrong = expected(texts);
  return wrong ? [...violations, `${wrong}: ${texts.join(', ')}`] : violations;
};

/** A message that ann has read. Returns her marker, which no later send may touch. */
export async function readBefore({ ann, ben, group }: Pair): Promise<string> {
  const cursor = await storeText(ben, ann, 'before', long(60));
  await moveMarker(ann.uuid, group, cursor);
  return cursor;
}

/** A send that is repeated with its key until it is answered; then it is there once, and its key finds it. */
function keyedSend(name: string, isFirst: boolean, to: 'person' | 'group'): Scenario {
  return {
    name,
    async prepare() {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      const read = isFirst ? undefined : await readBefore(pair);
      const key = randomUUID();
      const body = {
        message: 'once',
        ...(to === 'person' ? { handle: ben.handle } : { message_group_uuid: group }),
      };
      let uuid: string | undefined;
      return {
        run: async (schedule) => {
          const answer = await untilAnswered(schedule, () => send(ann, body, key));
          if (answer === 'no answer') throw new Error('the send was never answered');
          uuid = answer.body.uuid;
        },
        check: async () => {
          const repeated = await patiently(() => send(ann, body, key));
          const problems = await problemsIn(pair, (texts) => count(texts, 'once') !== 1 && 'not once');
          if (repeated.body.uuid !== uuid) problems.push('the key gives another message');
          const row = await getRow(ann.uuid, group, { consistent: true });
          if (row?.read_to !== read) problems.push('the read marker is lost');
          const list = { as: ben, params: { message_group_uuid: group } };
          const page = await patiently(() => call(listMessages, 'listMessages', list));
          if (page.body.filter(({ uuid: listed }) => listed === uuid).length !== 1)
            problems.push('not listed once');
          return problems;
        },
      };
    },
  };
}

/** Without a key nobody may repeat: at most once, and once if it was answered. */
function keylessSend(name: string, isFirst: boolean): Scenario {
  return {
    name,
    async prepare() {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      if (!isFirst) await storeText(ben, ann, 'before', long(60));
      const body = { message: 'once', ...(isFirst ? { handle: ben.handle } : { message_group_uuid: group }) };
      let status: number | undefined;
      return {
        run: async (schedule) => {
          const answer = await untilAnswered(schedule, () => send(ann, body), { tries: 1 });
          status = answer === 'no answer' ? undefined : answer.status;
        },
        check: () =>
          problemsIn(pair, (texts) => {
            const times = count(texts, 'once');
            return (
              (times > 1 || (status === 200 && times !== 1)) && `answered ${status}, stored ${times} times`
            );
          }),
      };
    },
  };
}

const readMarker: Scenario = {
  name: 'read marker',
  async prepare() {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const cursors: string[] = [];
    for (const ago of [50, 40, 30]) cursors.push(await storeText(ben, ann, `${ago}`, long(ago)));
    const cursor = cursors[1] as string;
    return {
      run: async (schedule) => {
        const mark = () =>
          call(markRead, 'markRead', { as: ann, params: { message_group_uuid: group }, body: { cursor } });
        const answer = await untilAnswered(schedule, mark);
        if (answer === 'no answer' || answer.body.unread_count !== 1) throw new Error('not marked as read');
      },
      check: async () => {
        const row = await getRow(ann.uuid, group, { consistent: true });
        const problems = await problemsIn(pair, () => false);
        return row?.read_to === cursor ? problems : [...problems, 'the marker is elsewhere'];
      },
    };
  },
};

const rename: Scenario = {
  name: 'rename',
  async prepare() {
    const pair = await createPair();
    const third = await createExtra();
    await storeText(pair.ann, pair.ben, 'hello', long(60));
    await storeText(third, pair.ann, 'hello', long(50));
    return {
      run: async (schedule) => {
        const answer = await untilAnswered(schedule, () =>
          call(updateMe, 'updateMe', { as: pair.ann, body: { display_name: 'Ann the Second' } }),
        );
        if (answer === 'no answer') throw new Error('the rename was never answered');
      },
      check: async () => {
        const row = await getRow(third.uuid, messageGroupUuid(pair.ann.uuid, third.uuid), {
          consistent: true,
        });
        const problems = await problemsIn(pair, () => false);
        return row?.user_display_name === 'Ann the Second'
          ? problems
          : [...problems, 'a row has the old name'];
      },
    };
  },
};

/** The function alone, called as the mapping does: again, until it reports no failure. */
const projection: Scenario = {
  name: 'projection',
  async prepare() {
    const pair = await createPair();
    await storeText(pair.ann, pair.ben, 'one', long(60));
    await storeText(pair.ann, pair.ben, 'two', long(50));
    const Records = [recordOf(pair)];
    return {
      run: (schedule) => untilProjected(schedule, Records),
      check: () => problemsIn(pair, () => false),
    };
  },
};

async function untilProjected(schedule: Schedule, Records: DynamoDBRecord[]): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const answer = await schedule.process(() => project({ Records }));
    if (answer !== 'died' && answer.batchItemFailures.length === 0) return;
  }
  throw new Error('the record never succeeded');
}

export function recordOf({ ann, ben, group }: Pair): DynamoDBRecord {
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '1',
      Keys: { pk: { S: messagesOf(group) }, sk: { S: '' } },
      NewImage: { member_uuids: { L: [{ S: ann.uuid }, { S: ben.uuid }] } },
    },
  };
}

const count = (texts: string[], text: string) => texts.filter((one) => one === text).length;

/** Those that are checked without a running mapping, so that only the function itself repairs the rows. */
export const aloneScenarios: Scenario[] = [projection];

export const streamScenarios: Scenario[] = [
  keyedSend('first message, with key', true, 'person'),
  keyedSend('message to a person known, with key', false, 'person'),
  keyedSend('next message, with key', false, 'group'),
  keylessSend('first message, without key', true),
  keylessSend('next message, without key', false),
  readMarker,
  rename,
];
