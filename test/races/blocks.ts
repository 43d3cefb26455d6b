import { handler as blockUser } from '../../services/messaging/block-user.ts';
import { handler as listBlocks } from '../../services/messaging/list-blocks.ts';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as unblockUser } from '../../services/messaging/unblock-user.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { type Answer, call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { untilAnswered } from '../client.ts';
import type { Schedule } from '../faults.ts';
import type { Meeting } from '../interleavings.ts';
import { createPair, keyOfNow, readBefore, send } from '../scenarios.ts';
import { type Pair, sendAs } from './clients.ts';
import { expectSound } from './set-up.ts';

/** Races of a block: against a send of the blocked, and against its own end. */

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
