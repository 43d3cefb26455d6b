import { handler as blockUser } from '../services/messaging/block-user.ts';
import { handler as unblockUser } from '../services/messaging/unblock-user.ts';
import { block, isBlockBetween } from '../shared/dynamo/blocks.ts';
import { getRow } from '../shared/dynamo/message-groups.ts';
import { call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { patiently, untilAnswered } from './client.ts';
import { storeText } from './conversations.ts';
import { createPair, keyOfNow, readBefore, send } from './scenarios.ts';
import type { Scenario } from './schedules.ts';

type Pair = Awaited<ReturnType<typeof createPair>>;

/** Ann blocks ben, or ends it, until she is answered. */
function blocking(
  name: string,
  handler: typeof blockUser,
  before: (pair: Pair) => Promise<unknown>,
  expected: (pair: Pair, texts: string[]) => Promise<string[]>,
): Scenario {
  return {
    name,
    async prepare() {
      const pair = await createPair();
      await before(pair);
      const sent = { as: pair.ann, params: { user_uuid: pair.ben.uuid } };
      return {
        run: async (schedule) => {
          const answer = await untilAnswered<unknown>(schedule, () => call(handler, 'blockUser', sent));
          if (answer === 'no answer' || answer.errors.length > 0) throw new Error('the block was not taken');
        },
        check: async () => {
          const { ann, ben, group } = pair;
          const { texts, violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
          return [...violations, ...(await expected(pair, texts))];
        },
      };
    },
  };
}

/** The problems of the rows: a block shuts both, or neither. */
async function openOrShut({ ann, ben, group }: Pair, isShut: boolean): Promise<string[]> {
  const [own, other] = await Promise.all(
    [ann, ben].map(({ uuid }) => getRow(uuid, group, { consistent: true })),
  );
  const isBlocked = await isBlockBetween(ann.uuid, ben.uuid);
  const found = [isBlocked, own?.blocked_to !== undefined, other?.closed === true];
  return found.every((one) => one === isShut) ? [] : [`block and rows: ${found.join(', ')}`];
}

/** What ben sends then is refused, and nowhere. */
async function refused({ ann, ben, group }: Pair, body: object, texts: string[]): Promise<string[]> {
  const answer = await patiently(() => send(ben, { message: 'refused', ...body }, keyOfNow()));
  const stored = (await checkPeople([ann.uuid, ben.uuid], [group])).texts;
  const isNowhere = stored.join() === texts.join();
  const isRefused = answer.errors.join() === 'not_accepting_messages';
  return isRefused && isNowhere ? [] : [`answered ${answer.status}, stored ${stored}`];
}

export const blockScenarios: Scenario[] = [
  blocking('a block', blockUser, readBefore, async (pair, texts) => [
    ...(await openOrShut(pair, true)),
    ...(await refused(pair, { message_group_uuid: pair.group }, texts)),
    ...(await refused(pair, { handle: pair.ann.handle }, texts)),
  ]),
  blocking(
    'the end of a block, with a message that was under way',
    unblockUser,
    async (pair) => {
      const { ann, ben } = pair;
      await readBefore(pair);
      await block(ann.uuid, ben.uuid);
      await storeText(ben, ann, 'under way');
    },
    async (pair) => {
      const row = await getRow(pair.ann.uuid, pair.group, { consistent: true });
      const isShown = row?.message === 'under way' && row.unread_count === 1;
      return [...(await openOrShut(pair, false)), ...(isShown ? [] : [`the row shows ${row?.message}`])];
    },
  ),
];
