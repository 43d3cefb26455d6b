import { isDeepStrictEqual } from 'node:util';
import { handler as updateMessageGroup } from '../services/messaging/update-message-group.ts';
import { listEdits } from '../shared/dynamo/edits.ts';
import { listKey } from '../shared/dynamo/keys.ts';
import { getRow } from '../shared/dynamo/message-groups.ts';
import { getMessage, isHiddenFrom, type StoredMessage } from '../shared/dynamo/messages.ts';
import { call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { surely, untilAnswered } from './client.ts';
import { storeText } from './conversations.ts';
import { edit, hide, nameOf, react, remove } from './messages.ts';
import { createPair } from './scenarios.ts';
import type { Scenario } from './schedules.ts';
import { refreshed } from './spent.ts';
import { whereIs } from './table.ts';

/** Changes of a message as scenarios, each repeated until it is answered: it is done exactly once. */

type Pair = Awaited<ReturnType<typeof createPair>> & { cursor: string; name: ReturnType<typeof nameOf> };

const FIRST = 'the first text of all';

async function prepare(): Promise<Pair> {
  const pair = await createPair();
  const cursor = await storeText(pair.ann, pair.ben, FIRST, Date.now() - 60_000);
  return { ...pair, cursor, name: nameOf(pair.group, cursor) };
}

/** A change of ann's message. */
function change(
  name: string,
  ask: (pair: Pair) => ReturnType<typeof edit> | ReturnType<typeof remove>,
  expected: (message: StoredMessage, pair: Pair) => Promise<string[]> | string[],
  before?: (pair: Pair) => ReturnType<typeof edit>,
): Scenario {
  return {
    name,
    async prepare() {
      const pair = await prepare();
      // A machine under load may refuse it, and then there would be another message to change.
      if (before) await surely(() => before(pair));
      return {
        run: async (schedule) => {
          const answer = await untilAnswered<unknown>(schedule, () => ask(pair));
          if (answer === 'no answer') throw new Error('the change was never answered');
          if (answer.errors.length > 0) throw new Error(`refused: ${answer.errors}`);
        },
        check: async () => {
          const { violations } = await checkPeople([pair.ann.uuid, pair.ben.uuid], [pair.group]);
          const message = await getMessage(pair.group, pair.cursor);
          if (!message) return ['the message is lost'];
          return [...violations, ...(await expected(message, pair))];
        },
      };
    },
  };
}

const unless = (isRight: boolean, problem: string) => (isRight ? [] : [problem]);

const earlierTexts = async (message: StoredMessage) =>
  (await listEdits(message)).map((earlier) => earlier.message).join();

/** A member's own settings of a message group: done, and the other member's row is as before. */
const settings: Scenario = {
  name: 'archiving and deleting a conversation for oneself',
  async prepare() {
    const { ann, ben, group, cursor } = await prepare();
    await refreshed({ ann, ben });
    const rowOf = (uuid: string) => getRow(uuid, group, { consistent: true });
    const before = await rowOf(ben.uuid);
    const sent = {
      as: ann,
      params: { message_group_uuid: group },
      body: { list: 'archived', cleared: true },
    };
    return {
      run: async (schedule) => {
        const ask = () => call(updateMessageGroup, 'updateMessageGroup', sent);
        const answer = await untilAnswered<unknown>(schedule, ask);
        if (answer === 'no answer') throw new Error('the change was never answered');
        if (answer.errors.length > 0) throw new Error(`refused: ${answer.errors}`);
      },
      check: async () => {
        const { violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
        const row = await rowOf(ann.uuid);
        const isDone = row?.list === listKey('archived', ann.uuid) && row.cleared_to === cursor;
        return [
          ...violations,
          ...unless(isDone && row.message === '', 'not archived and deleted'),
          ...unless(isDeepStrictEqual(await rowOf(ben.uuid), before), "the other member's row has changed"),
        ];
      },
    };
  },
};

export const changeScenarios: Scenario[] = [
  settings,
  change(
    'edit',
    ({ ann, name }) => edit(ann, name, 'second'),
    async (message) => [
      ...unless(message.message === 'second' && message.revision === 1, 'not edited once'),
      ...unless((await earlierTexts(message)) === FIRST, 'the earlier text is not there once'),
    ],
  ),
  change(
    'edit of an edited message',
    ({ ann, name }) => edit(ann, name, 'third'),
    async (message) => [
      ...unless(message.message === 'third' && message.revision === 2, 'not edited twice'),
      ...unless((await earlierTexts(message)) === `${FIRST},second`, 'the earlier texts are not there once'),
    ],
    ({ ann, name }) => edit(ann, name, 'second'),
  ),
  change(
    'deletion of an edited message',
    ({ ann, name }) => remove(ann, name),
    async (message, { ann, ben, group }) => [
      ...unless(message.message === '' && message.revision === 2, 'not deleted once'),
      ...(await whereIs(FIRST, [ann.uuid, ben.uuid], group)),
      ...(await whereIs('second', [ann.uuid, ben.uuid], group)),
    ],
    ({ ann, name }) => edit(ann, name, 'second'),
  ),
  change(
    'reaction',
    ({ ben, name }) => react(ben, name, '👍'),
    ({ reactions: [one, ...more] = [], revision }, { ben }) =>
      unless(
        one?.emoji === '👍' && one.user_uuids.join() === ben.uuid && more.length === 0 && revision === 1,
        'the reaction is not there once',
      ),
  ),
  change(
    'hiding',
    ({ ben, name }) => hide(ben, name),
    (message, { ann, ben }) =>
      unless(
        isHiddenFrom(ben.uuid, message) && !isHiddenFrom(ann.uuid, message) && message.revision === 1,
        'not hidden once',
      ),
  ),
];
