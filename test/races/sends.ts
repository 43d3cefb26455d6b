import { randomUUID } from 'node:crypto';
import { checkPeople } from '../check-people.ts';
import { Schedule } from '../faults.ts';
import type { Meeting } from '../interleavings.ts';
import { all } from '../races.ts';
import { createPair, keyedSend, keyOfNow, readBefore } from '../scenarios.ts';
import { lostMarker, meeting, type Pair, sendAs, struck } from './clients.ts';
import { drained, expectSound } from './set-up.ts';

/** Races of two sends. */

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
