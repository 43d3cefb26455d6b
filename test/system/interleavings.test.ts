import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as project } from '../../services/stream/project.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { type Asked, untilAnswered } from '../client.ts';
import { storeText } from '../conversations.ts';
import type { Fault, Plan, Schedule } from '../faults.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { explore, type Meeting } from '../interleavings.ts';
import { type Projection, startProjection } from '../projection.ts';
import { createPair, readBefore, recordOf, send } from '../scenarios.ts';

/**
 * Two operations at once: `npm test` in a few of the orders of their calls, `npm run test:schedules` in all, or in two
 * hundred where there are more than a hundred.
 */
const all = process.env.CRUDDUR_SCHEDULES === 'all';
const inOrders = all ? { most: 100, spread: 100 } : { most: 0, spread: 6 };
jest.setTimeout(all ? 3_600_000 : 300_000);

let projection: Projection;
let tried = 0;
beforeAll(async () => {
  installFaults();
  projection = await startProjection(project);
});
afterAll(async () => {
  process.stdout.write(`interleavings: ${tried} orders\n`);
  await projection.stop();
  await removeFaults();
});

const long = (ago: number) => Date.now() - ago * 1000;
type Pair = Awaited<ReturnType<typeof createPair>>;

async function meeting(
  pair: Pair,
  clients: Record<string, (schedule: Schedule, name: string) => Promise<unknown>>,
  expected: string[],
  check: () => Promise<string[]> = async () => [],
): Promise<Meeting> {
  return {
    operations: Object.fromEntries(
      Object.entries(clients).map(([name, run]) => [
        name,
        async (schedule) => {
          if ((await run(schedule, name)) === 'no answer') throw new Error('never answered');
        },
      ]),
    ),
    check: async () => {
      const { texts, violations } = await checkPeople([pair.ann.uuid, pair.ben.uuid], [pair.group]);
      const wrong = texts.sort().join() === expected.sort().join() ? [] : [`stored: ${texts}`];
      return [...violations, ...wrong, ...(await check())];
    },
  };
}

async function expectSound(prepare: () => Promise<Meeting>, plans: Plan[] = [{}], orders = inOrders) {
  for (const plan of plans) {
    const explored = await explore(prepare, projection.drained, { ...orders, plan });
    tried += explored.orders;
    expect(explored.violations.map((violation) => ({ plan, ...violation }))).toEqual([]);
  }
}

/** Each of the first calls struck by each of the faults that a race could make worse. */
const struck = (calls: number): Plan[] =>
  Array.from({ length: calls }, (_, number) =>
    (['death before', 'death after', 'answer lost, store down', 'held back'] as Fault[]).map((fault) => ({
      [number]: fault,
    })),
  ).flat();

const sendAs =
  (as: Pair['ann'], body: unknown, key: string) =>
  (schedule: Schedule, name: string): Promise<Asked<unknown>> =>
    untilAnswered(schedule, () => send(as, body, key), { name });

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
        ann: sendAs(ann, { message: 'from ann', handle: ben.handle }, randomUUID()),
        ben: sendAs(ben, { message: 'from ben', handle: ann.handle }, randomUUID()),
      },
      ['from ann', 'from ben'],
    );
  }, [{}, ...struck(2)]);
});

test('the same send twice at once, as an impatient client makes it', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const again = sendAs(pair.ann, { message: 'once', handle: pair.ben.handle }, randomUUID());
    return meeting(pair, { one: again, other: again }, ['once']);
  }, [{}, ...struck(2)]);
});

test('a first message while the other side, who has the group, writes the next', async () => {
  await expectSound(async () => {
    const pair = await createPair();
    const { ann, ben, group } = pair;
    const read = await readBefore(pair);
    return meeting(
      pair,
      {
        ann: sendAs(ann, { message: 'by handle', handle: ben.handle }, randomUUID()),
        ben: sendAs(ben, { message: 'by group', message_group_uuid: group }, randomUUID()),
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
        send: sendAs(ann, { message: 'hello', handle: ben.handle }, randomUUID()),
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
          // Its place is before the newest message, so that only the count could tell.
          late: (schedule, name) =>
            schedule
              .process(() => storeText(ben, ann, 'late', long(200.5)), name)
              .then(() => schedule.process(() => project({ Records: [recordOf(pair)] }), name)),
        },
        [...texts, 'late'],
      );
    },
    [{}],
    // Each order takes 101 messages to prepare.
    all ? { most: 20, spread: 20 } : { most: 0, spread: 3 },
  );
});

test('a client that catches up from 10 s before what it holds gets the message that became visible late', async () => {
  const { ann, ben, group } = await createPair();
  await storeText(ann, ben, 'first', long(60));
  const held = await storeText(ben, ann, 'held', Date.now());
  await storeText(ben, ann, 'late', Date.parse(held.slice(0, 24)) - 5_900);
  const from = new Date(Date.parse(held.slice(0, 24)) - 10_000).toISOString();
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
