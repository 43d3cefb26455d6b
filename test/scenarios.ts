import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { createMessageKey } from '../client/message-key.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markRead } from '../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { handler as project } from '../services/stream/project.ts';
import { handler as updateMe } from '../services/users/update-me.ts';
import type { SentMessage } from '../shared/contract/messages.ts';
import { messageGroupUuid, messagesOf } from '../shared/dynamo/keys.ts';
import { getRow } from '../shared/dynamo/message-groups.ts';
import { timeOfUuid } from '../shared/dynamo/places.ts';
import { markRead as moveMarker } from '../shared/dynamo/read-marker.ts';
import { createExtra, type Person } from './accounts.ts';
import { call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { patiently, untilAnswered } from './client.ts';
import { withClock } from './clocks.ts';
import { storeText } from './conversations.ts';
import type { Schedule } from './faults.ts';
import type { Scenario } from './schedules.ts';

/** The operations of the API as scenarios of two new people, ann and ben. */

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

/** Stores a message that ann has read. Returns her read marker, which no later send may change. */
export async function readBefore({ ann, ben, group }: Pair): Promise<string> {
  const cursor = await storeText(ben, ann, 'before', long(60));
  await moveMarker(ann.uuid, group, cursor);
  return cursor;
}

interface KeyedSend {
  name: string;
  isFirst: boolean;
  to: 'person' | 'group';
  /** Makes the key at the first try; by default a UUIDv7 of that time. */
  key?: () => string;
  /** The clock skew of each try's function, in milliseconds ahead; the last one applies to all later tries. */
  clocks?: number[];
}

/** A send retried with its key until answered; then it is stored exactly once, and its key finds it. */
export function keyedSend({ name, isFirst, to, key = keyOfNow, clocks = [0] }: KeyedSend): Scenario {
  return {
    name,
    async prepare() {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      const read = isFirst ? undefined : await readBefore(pair);
      const body = {
        message: 'once',
        ...(to === 'person' ? { handle: ben.handle } : { message_group_uuid: group }),
      };
      let sent: SentMessage | undefined;
      let used = '';
      const started = Date.now();
      return {
        run: async (schedule) => {
          let tries = 0;
          const ask = () => {
            used ||= key();
            return withClock(clocks[tries++] ?? (clocks.at(-1) as number), () => send(ann, body, used));
          };
          const answer = await untilAnswered(schedule, ask);
          if (answer === 'no answer') throw new Error('the send was never answered');
          sent = answer.body;
        },
        check: async () => {
          const problems = await problemsIn(pair, (texts) => count(texts, 'once') !== 1 && 'not once');
          problems.push(...misplaced(sent, { after: read ?? '', started }));
          problems.push(...(await misanswered(ann, body, used, sent)));
          const row = await getRow(ann.uuid, group, { consistent: true });
          if (row?.read_to !== read) problems.push('the read marker is lost');
          const list = { as: ben, params: { message_group_uuid: group } };
          const page = await patiently(() => call(listMessages, 'listMessages', list));
          if (page.body.filter(({ uuid: listed }) => listed === sent?.uuid).length !== 1)
            problems.push('not listed once');
          return problems;
        },
      };
    },
  };
}

/** How far clocks and keys may move a message: two clocks 5 s off, and 2 s of a key's time. */
const MAX_OFF_MS = 12_000;

/** The problems of a message's name and place. `after` is a cursor that its sender had seen. */
function misplaced(sent: SentMessage | undefined, { after, started }: { after: string; started: number }) {
  if (!sent) return ['nothing was acknowledged'];
  const time = Date.parse(sent.created_at);
  const problems = [];
  if (timeOfUuid(sent.uuid) !== sent.created_at) problems.push('the uuid does not tell the place');
  if (sent.cursor <= after) problems.push('it sorts before what its sender had seen');
  if (time < started - MAX_OFF_MS || time > Date.now() + MAX_OFF_MS)
    problems.push(`it is at ${sent.created_at}`);
  return problems;
}

/** The problems of the answers to the same key, soon and later, on any clock. */
async function misanswered(ann: Person, body: object, key: string, sent: SentMessage | undefined) {
  const problems: string[] = [];
  for (const clock of [0, 600_000]) {
    const repeated = await withClock(clock, () => patiently(() => send(ann, body, key)));
    if (repeated.body.uuid !== sent?.uuid)
      problems.push(`the key gives another message, with a clock of ${clock}`);
    const reused = await withClock(clock, () =>
      patiently(() => send(ann, { ...body, message: 'another' }, key)),
    );
    if (!reused.errors.includes('idempotency_key_reused'))
      problems.push('the key may be used for another text');
  }
  return problems;
}

export const keyOfNow = () => createMessageKey(Date.now());
const keyOf = (instant: string) => () => createMessageKey(Date.parse(instant));

/**
 * A reply to a message that the sender has seen, on a function whose clock is far behind that of the message's
 * function. The key follows the rule for clients: later than everything seen.
 */
function reply(name: string, clocks: { first: number; reply: number }): Scenario {
  return {
    name,
    async prepare() {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      const body = { message: 'question', handle: ann.handle };
      const seen = await withClock(clocks.first, () => patiently(() => send(ben, body, keyOfNow())));
      const key = createMessageKey(Math.max(Date.now(), Date.parse(seen.body.created_at) + 1));
      const started = Date.now();
      let sent: SentMessage | undefined;
      return {
        run: async (schedule) => {
          const ask = () => send(ann, { message: 'once', message_group_uuid: group }, key);
          const answer = await untilAnswered(schedule, () => withClock(clocks.reply, ask));
          if (answer === 'no answer') throw new Error('the reply was never answered');
          sent = answer.body;
        },
        check: async () => [
          ...(await problemsIn(pair, (texts) => count(texts, 'once') !== 1 && 'not once')),
          ...misplaced(sent, { after: seen.body.cursor, started }),
        ],
      };
    },
  };
}

/** A send without a key is never retried: at most once, and exactly once if answered. */
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
    // No message is stored longer than 15 s after its time.
    for (const ago of [5, 4, 3]) cursors.push(await storeText(ben, ann, `${ago}`, long(ago)));
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

/** The function alone, called as the mapping does: retried until it reports no failure. */
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

/** The stream record of a message with only its place known, or not even that. */
export function recordOf({ ann, ben, group }: Pair, place = ''): DynamoDBRecord {
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '1',
      Keys: { pk: { S: messagesOf(group) }, sk: { S: place } },
      // From neither of them, so that it is unread for both.
      NewImage: { user_uuid: { S: randomUUID() }, member_uuids: { L: [{ S: ann.uuid }, { S: ben.uuid }] } },
    },
  };
}

const count = (texts: string[], text: string) => texts.filter((one) => one === text).length;

/** Scenarios checked without a running mapping, so that only the function itself repairs the rows. */
export const aloneScenarios: Scenario[] = [projection];

export const streamScenarios: Scenario[] = [
  keyedSend({ name: 'first message', isFirst: true, to: 'person' }),
  keyedSend({
    name: 'first message, tried again after 2 s',
    isFirst: true,
    to: 'person',
    clocks: [0, 3_000],
  }),
  keyedSend({ name: 'message to a person known', isFirst: false, to: 'person' }),
  keyedSend({ name: 'next message', isFirst: false, to: 'group' }),
  keyedSend({ name: 'next message, tried again after 2 s', isFirst: false, to: 'group', clocks: [0, 3_000] }),
  keyedSend({
    name: 'next message, on clocks that differ',
    isFirst: false,
    to: 'group',
    clocks: [5_000, -5_000, 0],
  }),
  keyedSend({
    name: 'next message, its key from 2100',
    isFirst: false,
    to: 'group',
    key: keyOf('2100-01-01'),
  }),
  keyedSend({
    name: 'first message, its key from 1970',
    isFirst: true,
    to: 'person',
    key: keyOf('1970-01-01'),
  }),
  keyedSend({ name: 'first message, with another key', isFirst: true, to: 'person', key: randomUUID }),
  keyedSend({ name: 'next message, with another key', isFirst: false, to: 'group', key: randomUUID }),
  reply('reply, on a clock that is 10 s behind', { first: 5_000, reply: -5_000 }),
  keylessSend('first message, without key', true),
  keylessSend('next message, without key', false),
  readMarker,
  rename,
];
