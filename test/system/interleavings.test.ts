import { randomUUID } from 'node:crypto';
import { loadItems } from '../../bench/load-items.ts';
import { createMessageKey } from '../../client/message-key.ts';
import { handler as blockUser } from '../../services/messaging/block-user.ts';
import { handler as listBlocks } from '../../services/messaging/list-blocks.ts';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as unblockUser } from '../../services/messaging/unblock-user.ts';
import { handler as updateMessageGroup } from '../../services/messaging/update-message-group.ts';
import { handler as project } from '../../services/stream/project.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { listKey, messageGroupKey } from '../../shared/dynamo/keys.ts';
import { countListed } from '../../shared/dynamo/list-message-groups.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { FRESH_MS } from '../../shared/dynamo/places.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import { createExtra } from '../accounts.ts';
import { type Answer, call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { type Asked, patiently, untilAnswered } from '../client.ts';
import { withClock } from '../clocks.ts';
import { storeText } from '../conversations.ts';
import { type Fault, type Plan, Schedule } from '../faults.ts';
import type { Meeting } from '../interleavings.ts';
import { all, answered, type Client, setUpRaces } from '../races.ts';
import { createPair, keyedSend, keyOfNow, readBefore, recordOf, send } from '../scenarios.ts';

/** Races of two operations. */
const { drained, expectSound } = setUpRaces();

const long = (ago: number) => Date.now() - ago * 1000;
type Pair = Awaited<ReturnType<typeof createPair>>;

async function meeting(
  pair: Pair,
  clients: Record<string, Client>,
  expected: string[],
  check: () => Promise<string[]> = async () => [],
): Promise<Meeting> {
  return {
    operations: answered(clients),
    check: async () => {
      const { texts, violations } = await checkPeople([pair.ann.uuid, pair.ben.uuid], [pair.group]);
      const wrong = texts.sort().join() === expected.sort().join() ? [] : [`stored: ${texts}`];
      return [...violations, ...wrong, ...(await check())];
    },
  };
}

/** A send racing with itself: every answer gives the same message. */
async function sameAnswer(
  pair: Pair,
  sends: Record<string, ReturnType<typeof sendAs>>,
  expected: string[],
): Promise<Meeting> {
  const uuids = new Set<string>();
  const noting = Object.entries(sends).map(([name, ask]) => [
    name,
    async (schedule: Schedule) => {
      const answer = await ask(schedule, name);
      if (answer !== 'no answer') uuids.add(answer.body.uuid);
      return answer;
    },
  ]);
  return meeting(pair, Object.fromEntries(noting), expected, async () =>
    uuids.size === 1 ? [] : [`answered with ${uuids.size} messages`],
  );
}

/** Strikes each of the first calls, but for the second, which often counts a send, with each fault that a race could make worse. */
const struck = (calls: number): Plan[] =>
  Array.from({ length: calls }, (_, number) =>
    (['death before', 'death after', 'answer lost, store down', 'held back'] as Fault[]).map((fault) => ({
      [number === 0 ? 0 : number + 1]: fault,
    })),
  ).flat();

/** Sends on functions with clock skew, in milliseconds ahead. */
const sendAs =
  (as: Pair['ann'], body: unknown, key: string, clock = 0) =>
  (schedule: Schedule, name: string) =>
    untilAnswered(schedule, () => withClock(clock, () => send(as, body, key)), { name });

const renameAs =
  (as: Pair['ann'], display_name: string) =>
  (schedule: Schedule, name: string): Promise<Asked<unknown>> =>
    untilAnswered(schedule, () => call(updateMe, 'updateMe', { as, body: { display_name } }), { name });

const markAs =
  (as: Pair['ann'], group: string, cursor: string) =>
  (schedule: Schedule, name: string): Promise<Asked<unknown>> => {
    const marking = { as, params: { message_group_uuid: group }, body: { cursor } };
    return untilAnswered(schedule, () => call(markRead, 'markRead', marking), { name });
  };

test('two first messages to each other, also when one is struck by a fault', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben } = pair;
    return meeting(
      pair,
      {
        ann: sendAs(ann, { message: 'from ann', handle: ben.handle }, keyOfNow()),
        ben: sendAs(ben, { message: 'from ben', handle: ann.handle }, keyOfNow()),
      },
      ['from ann', 'from ben'],
    );
  }, [{}, ...struck(2)]);
});

test.each<[string, () => string, number[]]>([
  ['with a UUIDv7', keyOfNow, [0, 0]],
  ['with a UUIDv7, once in time and once late', keyOfNow, [0, 3_000]],
  ['with a UUIDv7, late both times', keyOfNow, [3_000, 4_000]],
  ['with another key', randomUUID, [0, 0]],
])('the same send twice at once, as an impatient client makes it, %s', async (_, makeKey, clocks) => {
  await expectSound(async () => {
    const pair = await createPair();
    const key = makeKey();
    const at = (clock = 0) => sendAs(pair.ann, { message: 'once', handle: pair.ben.handle }, key, clock);
    return sameAnswer(pair, { one: at(clocks[0]), other: at(clocks[1]) }, ['once']);
  }, [{}, ...struck(all ? 4 : 2)]);
});

test('the same next message twice at once, in time to the group and late to the person', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    await readBefore(pair);
    const key = keyOfNow();
    return sameAnswer(
      pair,
      {
        fresh: sendAs(ann, { message: 'once', message_group_uuid: group }, key),
        late: sendAs(ann, { message: 'once', handle: ben.handle }, key, 3_000),
      },
      ['before', 'once'],
    );
  }, [{}, ...struck(all ? 4 : 2)]);
});

test.each([
  ['in time', 0],
  ['late', 3_000],
])('a key that two people use at once, the second one %s, is the first one’s', async (_, clock) => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    await readBefore(pair);
    const key = keyOfNow();
    const answers = new Map<string, string>();
    const sending = (as: Pair['ann'], name: string, ahead: number) => async (schedule: Schedule) => {
      const body = { message: `from ${name}`, message_group_uuid: group };
      const answer = await sendAs(as, body, key, ahead)(schedule, name);
      if (answer === 'no answer') throw new Error('never answered');
      answers.set(`from ${name}`, answer.errors[0] ?? 'stored');
    };
    return {
      operations: { ann: sending(ann, 'ann', 0), ben: sending(ben, 'ben', clock) },
      check: async () => {
        const { texts, violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
        const [winner, ...more] = texts.filter((text) => text !== 'before');
        const loser = winner === 'from ann' ? 'from ben' : 'from ann';
        const isRight =
          more.length === 0 &&
          answers.get(winner ?? '') === 'stored' &&
          answers.get(loser) === 'idempotency_key_reused';
        return isRight ? violations : [...violations, `${texts}: ${JSON.stringify([...answers])}`];
      },
    };
  });
});

test('a try that the network holds back until after the late one is done stores nothing more', async () => {
  const { run, check } = await keyedSend({
    name: '',
    isFirst: false,
    to: 'group',
    clocks: [0, 3_000],
  }).prepare();
  // The put is held back, and nothing else comes through: the client tries again later.
  const schedule = new Schedule({ 3: 'held back', 4: 'store down' });
  await run(schedule);
  expect(schedule.calls).toEqual([
    ...['Statement', 'GetItemCommand', 'UpdateItemCommand'],
    ...['PutItemCommand', 'PutItemCommand', 'PutItemCommand'],
    ...['GetItemCommand', 'UpdateItemCommand', 'QueryCommand', 'TransactWriteItemsCommand'],
  ]);
  await schedule.release();
  await drained();
  expect(await check()).toEqual([]);
});

test('a first message while the other side, who has the group, writes the next', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const read = await readBefore(pair);
    return meeting(
      pair,
      {
        ann: sendAs(ann, { message: 'by handle', handle: ben.handle }, keyOfNow()),
        ben: sendAs(ben, { message: 'by group', message_group_uuid: group }, keyOfNow()),
      },
      ['before', 'by handle', 'by group'],
      () => lostMarker(ann.uuid, group, read),
    );
  });
});

test('a rename while the first message is sent: every row has the new name, also when one of them dies half-way', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben } = pair;
    return meeting(
      pair,
      {
        send: sendAs(ann, { message: 'hello', handle: ben.handle }, keyOfNow()),
        rename: renameAs(ben, 'Ben II'),
      },
      ['hello'],
    );
  }, [{}, ...struck(all ? 4 : 2)]);
});

test('two renames of one person: the rows have the name that Postgres has', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    await storeText(pair.ann, pair.ben, 'hello', long(60));
    const { ann } = pair;
    return meeting(pair, { first: renameAs(ann, 'Ann II'), second: renameAs(ann, 'Ann III') }, ['hello']);
  });
});

test('a read marker against the projection of a new message', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const cursor = await storeText(ben, ann, 'old', long(60));
    await storeText(ben, ann, 'new', long(50));
    return meeting(
      pair,
      {
        mark: markAs(ann, group, cursor),
        project: (schedule, name) => schedule.process(() => project({ Records: [recordOf(pair)] }), name),
      },
      ['old', 'new'],
      () => lostMarker(ann.uuid, group, cursor),
    );
  });
});

test('a read marker against a message that arrives late in a group with a hundred unread ones', async () => {
  await expectSound(
    async () => {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      const texts = Array.from({ length: 101 }, (_, n) => `${n}`);
      const cursors: string[] = [];
      for (const [n, text] of texts.entries()) cursors.push(await storeText(ben, ann, text, long(300 - n)));
      await project({ Records: [recordOf(pair)] });
      return meeting(
        pair,
        {
          mark: markAs(ann, group, cursors[99] as string),
          // Its place is before the newest message, so that only the count can show it.
          late: (schedule, name) =>
            schedule
              .process(() => storeText(ben, ann, 'late', long(200.5)), name)
              .then((place) => schedule.process(() => project({ Records: [recordOf(pair, place)] }), name)),
        },
        [...texts, 'late'],
      );
    },
    [{}],
    // Each order takes 101 messages to prepare.
    all ? { most: 20, spread: 20 } : { most: 0, spread: 3 },
  );
});

test('a conversation that is archived and deleted for oneself while the next message is projected', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const old = await storeText(ben, ann, 'old', long(60));
    await project({ Records: [recordOf(pair)] });
    const fresh = await storeText(ben, ann, 'new', long(50));
    const sent = {
      as: ann,
      params: { message_group_uuid: group },
      body: { list: 'archived', cleared: true },
    };
    return meeting(
      pair,
      {
        settings: (schedule, name) =>
          untilAnswered(schedule, () => call(updateMessageGroup, 'updateMessageGroup', sent), { name }),
        project: (schedule, name) => schedule.process(() => project({ Records: [recordOf(pair)] }), name),
        mark: markAs(ann, group, old),
      },
      ['old', 'new'],
      async () => {
        const row = await getRow(ann.uuid, group, { consistent: true });
        const isRight = row?.cleared_to === fresh && row.read_to === fresh && row.message === '';
        return isRight && row.list === listKey('archived', ann.uuid)
          ? []
          : [`the row is ${JSON.stringify(row)}`];
      },
    );
  });
});

test('a client that catches up from 15 s before what it holds gets the message that became visible late', async () => {
  const { ann, ben, group } = await createPair();
  await storeText(ann, ben, 'first', long(60));
  // Two clocks that differ by 4.9 s, a key as far ahead as allowed, and one as far behind in a function's last moment.
  const held = await storeText(ben, ann, 'held', Date.now() + 2_450 + FRESH_MS);
  await storeText(ben, ann, 'late', Date.now() - 2_450 - FRESH_MS - 6_000);
  const from = new Date(Date.parse(held.slice(0, 24)) - 15_000).toISOString();
  const { body } = await call(listMessages, 'listMessages', {
    as: ann,
    params: { message_group_uuid: group },
    query: { after: `${from}#00000000-0000-0000-0000-000000000000` },
  });
  expect(body.map(({ message }) => message)).toEqual(['late', 'held']);
});

async function lostMarker(user: string, group: string, cursor: string | undefined): Promise<string[]> {
  const row = await getRow(user, group, { consistent: true });
  return row?.read_to === cursor ? [] : ['the read marker is lost'];
}

/** A block against a send of the blocked: nothing arrives once the block is answered, and a refused send is nowhere. */
async function blockMeeting(pair: Pair, body: object): Promise<Meeting> {
  const { ann, ben, group } = pair;
  const sending = sendAs(ben, { message: 'late', ...body }, keyOfNow());
  const view = async () => {
    const page = await call(listMessages, 'listMessages', { as: ann, params: { message_group_uuid: group } });
    const list = await call(listMessageGroups, 'listMessageGroups', { as: ann });
    const texts = page.status === 200 ? page.body.map(({ message }) => message) : [];
    return { texts, row: list.body.map(({ message }) => message) };
  };
  let atBlock: Awaited<ReturnType<typeof view>>;
  let isSent = false;
  return {
    operations: {
      block: async (schedule) => {
        const blocking = { as: ann, params: { user_uuid: ben.uuid } };
        const answer = await untilAnswered(schedule, () => call(blockUser, 'blockUser', blocking), {
          name: 'block',
        });
        if (answer === 'no answer') throw new Error('never answered');
        atBlock = await view();
      },
      send: async (schedule) => {
        const answer = await sending(schedule, 'send');
        if (answer === 'no answer') throw new Error('never answered');
        isSent = answer.status === 200;
        if (!isSent && answer.errors.join() !== 'not_accepting_messages') throw new Error(`${answer.errors}`);
      },
    },
    check: async () => {
      const { texts, violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
      const later = await view();
      const problems = [...violations];
      if (later.texts.join() !== atBlock.texts.join())
        problems.push(`${later.texts} arrived after the block`);
      if (later.row.some((text) => !later.texts.includes(text))) problems.push(`the list shows ${later.row}`);
      if (isSent !== texts.includes('late')) problems.push(`answered ${isSent}, stored ${texts}`);
      const again = await send(ben, { message: 'more', ...body }, keyOfNow());
      if (again.status !== 403) problems.push(`after the block the answer is ${again.status}`);
      return problems;
    },
  };
}

test('a block while the other side writes the next message', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    await readBefore(pair);
    return blockMeeting(pair, { message_group_uuid: pair.group });
  });
});

test('a block while the other side writes the first message', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    return blockMeeting(pair, { handle: pair.ann.handle });
  });
});

test('a block and its end at once leave both rows open or both shut', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    await readBefore(pair);
    const params = { user_uuid: ben.uuid };
    const asked = (name: string, work: () => Promise<Answer<unknown>>) => async (schedule: Schedule) => {
      if ((await untilAnswered(schedule, work, { name })) === 'no answer') throw new Error('never answered');
    };
    return {
      operations: {
        block: asked('block', () => call(blockUser, 'blockUser', { as: ann, params })),
        unblock: asked('unblock', () => call(unblockUser, 'unblockUser', { as: ann, params })),
      },
      check: async () => {
        const [own, other] = await Promise.all(
          [ann, ben].map(({ uuid }) => getRow(uuid, group, { consistent: true })),
        );
        const { body } = await call(listBlocks, 'listBlocks', { as: ann });
        const isBlocking = body.length === 1;
        const isSame =
          isBlocking === (own?.blocked_to !== undefined) && isBlocking === (other?.closed === true);
        return isSame ? [] : [`blocks ${isBlocking}, rows ${own?.blocked_to} ${other?.closed}`];
      },
    };
  });
});

/** Ann has sent some messages to ben, who takes requests. */
async function createRequest(messages: number) {
  const pair = await createPair();
  await updateProfile(pair.ben.sub, { who_may_write: 'requests' });
  const texts = Array.from({ length: messages }, (_, n) => `request ${n}`);
  for (const message of texts)
    await patiently(() => send(pair.ann, { message, handle: pair.ben.handle }, keyOfNow()));
  return { ...pair, texts };
}

const rowsOf = ({ ann, ben, group }: Pair) =>
  Promise.all([ann, ben].map(({ uuid }) => getRow(uuid, group, { consistent: true })));

test.each([
  ['accepted', { list: 'inbox' }, ['inbox']],
  ['declined', { list: 'archived', cleared: true }, ['inbox', 'archived']],
])('a request that is %s while its receiver answers on another device', async (_, body, lists) => {
  await expectSound(async () => {
    const pair = await createRequest(2);
    const { ann, ben, group } = pair;
    const change = { as: ben, params: { message_group_uuid: group }, body };
    const now = Date.now();
    return meeting(
      pair,
      {
        change: (schedule, name) =>
          untilAnswered(schedule, () => call(updateMessageGroup, 'updateMessageGroup', change), { name }),
        answer: sendAs(ben, { message: 'hello', message_group_uuid: group }, createMessageKey(now)),
        // Of the same millisecond.
        more: sendAs(ann, { message: 'more', message_group_uuid: group }, createMessageKey(now)),
      },
      [...pair.texts, 'hello', 'more'],
      async () => {
        const [sent, received] = await rowsOf(pair);
        const isOpen = sent && received && !sent.request && !received.request;
        const isListed = lists.some((name) => received?.list === listKey(name as 'inbox', ben.uuid));
        return isOpen && isListed ? [] : [`rows ${JSON.stringify([sent, received])}`];
      },
    );
  }, [{}, ...struck(all ? 2 : 0)]);
});

test('two messages at the edge of the three of a request: one of them is stored, whichever is struck', async () => {
  await expectSound(async () => {
    const pair = await createRequest(2);
    const { ann, group } = pair;
    const answers: Record<string, string> = {};
    const sending = (message: string) => async (schedule: Schedule, name: string) => {
      const answer = await sendAs(ann, { message, message_group_uuid: group }, keyOfNow())(schedule, name);
      if (answer !== 'no answer') answers[message] = answer.errors[0] ?? 'stored';
      return answer;
    };
    return {
      operations: answered({ third: sending('third'), fourth: sending('fourth') }),
      check: async () => {
        const { texts, violations } = await checkPeople([ann.uuid, pair.ben.uuid], [group]);
        const stored = texts.filter((text) => !pair.texts.includes(text));
        const isRight =
          stored.length === 1 &&
          Object.entries(answers).every(
            ([text, outcome]) => outcome === (stored[0] === text ? 'stored' : 'request_not_accepted'),
          );
        return isRight ? violations : [...violations, `stored ${texts}, ${JSON.stringify(answers)}`];
      },
    };
  }, [{}, ...struck(all ? 3 : 1)]);
});

test('two first messages to somebody for whom 199 requests wait: one at least is stored, and a later one is refused', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben } = pair;
    const [eve, late] = await Promise.all([createExtra(), createExtra()]);
    await updateProfile(ben.sub, { who_may_write: 'requests' });
    const list = listKey('requests', ben.uuid);
    const last_message_at = new Date().toISOString();
    const waiting = (n: number) => ({ ...messageGroupKey(ben.uuid, `waiting ${n}`), list, last_message_at });
    await loadItems(199, waiting, () => {});
    const toBen = { message: 'hello', handle: ben.handle };
    return {
      operations: answered({ ann: sendAs(ann, toBen, keyOfNow()), eve: sendAs(eve, toBen, keyOfNow()) }),
      check: async () => {
        const count = await countListed(ben.uuid, 'requests', 300);
        const { errors } = await patiently(() => send(late, toBen, keyOfNow()));
        const isRight = [200, 201].includes(count) && errors[0] === 'not_accepting_messages';
        return isRight ? [] : [`${count} wait, and the next is answered ${errors}`];
      },
    };
  });
});

test.each(['everyone', 'requests'] as const)(
  'nobody may write any more, set by somebody who took messages from %s, while a first one is sent',
  async (before) => {
    await expectSound(async () => {
      const pair = await createPair();
      const { ann, ben, group } = pair;
      await updateProfile(ben.sub, { who_may_write: before });
      const toBen = { message: 'hello', handle: ben.handle };
      let isSent = false;
      return {
        operations: {
          setting: async (schedule, name = 'setting') => {
            const change = { as: ben, body: { who_may_write: 'nobody' } };
            const answer = await untilAnswered(schedule, () => call(updateMe, 'updateMe', change), { name });
            if (answer === 'no answer') throw new Error('never answered');
          },
          send: async (schedule) => {
            const answer = await sendAs(ann, toBen, keyOfNow())(schedule, 'send');
            if (answer === 'no answer') throw new Error('never answered');
            isSent = answer.status === 200;
            if (!isSent && answer.errors[0] !== 'not_accepting_messages') throw new Error(`${answer.errors}`);
          },
        },
        check: async () => {
          const { texts, violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
          const rows = (await rowsOf(pair)).filter(Boolean).length;
          const isRight = isSent ? texts.join() === 'hello' && rows === 2 : texts.length + rows === 0;
          const later = await patiently(() => createExtra().then((eve) => send(eve, toBen, keyOfNow())));
          const isShut = later.errors[0] === 'not_accepting_messages';
          return isRight && isShut
            ? violations
            : [...violations, `sent ${isSent}, ${texts}, ${rows} rows, later ${later.status}`];
        },
      };
    }, [{}, ...struck(all ? 2 : 0)]);
  },
);
