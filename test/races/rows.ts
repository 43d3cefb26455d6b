import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as updateMessageGroup } from '../../services/messaging/update-message-group.ts';
import { handler as project } from '../../services/stream/project.ts';
import { listKey } from '../../shared/dynamo/keys.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { FRESH_MS } from '../../shared/dynamo/places.ts';
import { call } from '../call.ts';
import { untilAnswered } from '../client.ts';
import { storeText } from '../conversations.ts';
import { all } from '../races.ts';
import { createPair, keyOfNow, recordOf } from '../scenarios.ts';
import { long, lostMarker, markAs, meeting, renameAs, sendAs, struck } from './clients.ts';
import { expectSound } from './set-up.ts';

/** Races for the rows of members: renames, read markers, settings, the projection. */

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
