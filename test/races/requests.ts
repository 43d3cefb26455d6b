import { loadItems } from '../../bench/load-items.ts';
import { createMessageKey } from '../../client/message-key.ts';
import { handler as updateMessageGroup } from '../../services/messaging/update-message-group.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { listKey, messageGroupKey } from '../../shared/dynamo/keys.ts';
import { countListed } from '../../shared/dynamo/list-message-groups.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { updateProfile } from '../../shared/postgres/users.ts';
import { createExtra } from '../accounts.ts';
import { call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { patiently, untilAnswered } from '../client.ts';
import type { Schedule } from '../faults.ts';
import { all, answered } from '../races.ts';
import { createPair, keyOfNow, send } from '../scenarios.ts';
import { meeting, type Pair, sendAs, struck } from './clients.ts';
import { expectSound } from './set-up.ts';

/** Races of a message request: accepting, declining, answering, its three messages, and who may write at all. */

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
