import { randomUUID } from 'node:crypto';
import { handler as exportMe } from '../../services/messaging/export-me.ts';
import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as project } from '../../services/stream/project.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { listEdits } from '../../shared/dynamo/edits.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { type Answer, call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { untilAnswered } from '../client.ts';
import { storeText } from '../conversations.ts';
import { carryOn, createWriter, eraseAs, leftOf } from '../erasure-scenarios.ts';
import type { Fault, Plan } from '../faults.ts';
import { edit, hide, nameOf, react, remove, sendTo, unreact } from '../messages.ts';
import { all, answered, type Client, setUpRaces } from '../races.ts';
import { createPair, recordOf } from '../scenarios.ts';
import { whereIs } from '../table.ts';

/** Races of two changes of one message, and of an erasure. */
const races = setUpRaces();

const FIRST = 'the first text of all';

async function prepare() {
  const pair = await createPair();
  const cursor = await storeText(pair.ann, pair.ben, FIRST, Date.now() - 60_000);
  return { ...pair, cursor, name: nameOf(pair.group, cursor) };
}
type Pair = Awaited<ReturnType<typeof prepare>>;

const asking =
  (
    ask: () => Promise<Parameters<typeof untilAnswered>[1] extends () => Promise<infer A> ? A : never>,
  ): Client =>
  (schedule, name) =>
    untilAnswered(schedule, ask, { name });

async function expectSound(
  clients: (pair: Pair) => Record<string, Client>,
  expected: (message: StoredMessage, pair: Pair) => Promise<string[]> | string[],
  plans?: Plan[],
): Promise<void> {
  await races.expectSound(async () => {
    const pair = await prepare();
    return {
      operations: answered(clients(pair)),
      check: async () => {
        const { violations } = await checkPeople([pair.ann.uuid, pair.ben.uuid], [pair.group]);
        const message = await getMessage(pair.group, pair.cursor);
        return message ? [...violations, ...(await expected(message, pair))] : ['the message is lost'];
      },
    };
  }, plans);
}

const unless = (isRight: boolean, problem: string) => (isRight ? [] : [problem]);

const nowhere = async (texts: string[], { ann, ben, group }: Pair) =>
  (await Promise.all(texts.map((text) => whereIs(text, [ann.uuid, ben.uuid], group)))).flat();

const struck = (calls: number): Plan[] =>
  Array.from({ length: calls }, (_, number) =>
    (['death after', 'answer lost, store down', 'held back'] as Fault[]).map((fault) => ({
      [number]: fault,
    })),
  ).flat();

test('an edit against the deletion: once it is deleted, no text is left', async () => {
  await expectSound(
    ({ ann, name }) => ({
      edit: asking(() => edit(ann, name, 'second')),
      delete: asking(() => remove(ann, name)),
    }),
    async (message, pair) => [
      ...unless(message.message === '' && message.deleted_at !== undefined, 'not deleted'),
      ...(await nowhere([FIRST, 'second'], pair)),
    ],
    [{}, ...struck(all ? 4 : 3)],
  );
});

test('two edits: the one that comes second has the text of the first as its earlier one', async () => {
  await expectSound(
    ({ ann, name }) => ({
      one: asking(() => edit(ann, name, 'one')),
      other: asking(() => edit(ann, name, 'other')),
    }),
    async (message) => {
      const earlier = (await listEdits(message)).map((edited) => edited.message);
      const isRight =
        message.message === 'one' ? earlier.join() === `${FIRST},other` : earlier.join() === `${FIRST},one`;
      return unless(isRight && message.revision === 2, `${message.message} after ${earlier}`);
    },
  );
});

test('two reactions, of both or twice of one: each is there once', async () => {
  await expectSound(
    ({ ann, ben, name }) => ({
      ann: asking(() => react(ann, name, '👍')),
      ben: asking(() => react(ben, name, '👍')),
    }),
    ({ reactions = [] }, { ann, ben }) =>
      unless(
        reactions.length === 1 &&
          reactions[0]?.user_uuids.toSorted().join() === [ann.uuid, ben.uuid].sort().join(),
        JSON.stringify(reactions),
      ),
    [{}, ...struck(2)],
  );
  await expectSound(
    ({ ben, name }) => ({
      one: asking(() => react(ben, name, '👍')),
      again: asking(() => react(ben, name, '👍')),
      other: asking(() => react(ben, name, '🎉')),
    }),
    ({ reactions = [], revision }, { ben }) =>
      unless(
        revision === 2 &&
          reactions.length === 2 &&
          reactions.every(({ user_uuids }) => user_uuids.join() === ben.uuid),
        JSON.stringify(reactions),
      ),
  );
});

test('a reaction against an edit: both are there', async () => {
  await expectSound(
    ({ ann, ben, name }) => ({
      react: asking(() => react(ben, name, '👍')),
      edit: asking(() => edit(ann, name, 'second')),
    }),
    (message) =>
      unless(
        message.message === 'second' && message.reactions?.length === 1 && message.revision === 2,
        'one is lost',
      ),
    [{}, ...struck(2)],
  );
});

test('a reaction against the deletion, and against taking it off: nothing is left on a deleted message', async () => {
  await expectSound(
    ({ ann, ben, name }) => ({
      react: asking(() => react(ben, name, '👍')),
      unreact: asking(() => unreact(ben, name, '👍')),
      delete: asking(() => remove(ann, name)),
    }),
    (message) =>
      unless(message.deleted_at !== undefined && message.reactions === undefined, 'something is left'),
  );
});

test('the deletion against the projection of a new message: the rows say what the messages say', async () => {
  await expectSound(
    ({ ann, ben, group, name, cursor }) => ({
      delete: asking(() => remove(ann, name)),
      project: (schedule, as) =>
        schedule.process(() => project({ Records: [recordOf({ ann, ben, group }, cursor)] }), as),
    }),
    async (_, pair) => {
      const row = await getRow(pair.ben.uuid, pair.group, { consistent: true });
      return [
        ...unless(row?.message === '' && row.unread_count === 0, 'the row shows the deleted message'),
        ...(await nowhere([FIRST], pair)),
      ];
    },
  );
});

test('hiding a message against the read marker: neither is lost', async () => {
  await expectSound(
    ({ ben, group, name, cursor }) => ({
      hide: asking(() => hide(ben, name)),
      mark: asking(() =>
        call(markRead, 'markRead', { as: ben, params: { message_group_uuid: group }, body: { cursor } }),
      ),
    }),
    async (message, { ben, group, cursor }) => {
      const row = await getRow(ben.uuid, group, { consistent: true });
      return [
        ...unless(message.hidden_from?.has(ben.uuid) ?? false, 'not hidden'),
        ...unless(row?.read_to === cursor && row.unread_count === 0, 'the read marker is lost'),
      ];
    },
    [{}, ...struck(2)],
  );
});

/** Ann erases her account while another request is answered; in the end nothing of hers is left. */
async function expectErased(
  other: (pair: Awaited<ReturnType<typeof createWriter>>) => () => Promise<Answer<unknown>>,
  words: readonly string[] = [],
  plans?: Plan[],
): Promise<void> {
  const prepareErasure = async () => {
    const pair = await createWriter();
    const ask = other(pair);
    return {
      operations: answered({
        erase: async (schedule, name) => {
          const answer = await eraseAs(pair.ann)(schedule, name);
          await carryOn(pair.ann, (work) => schedule.process(work, name), 'settling');
          return answer;
        },
        other: (schedule, name) => untilAnswered(schedule, ask, { name }),
      }),
      check: () => leftOf(pair, words),
    };
  };
  // The stream does not rest while an erasure waits.
  await races.expectSound(prepareErasure, plans, undefined, async () => {});
}

const LATE = 'said while she left';

test.each<[string, Parameters<typeof expectErased>[0]]>([
  [
    'a send of hers',
    ({ ann, group }) =>
      () =>
        sendTo(ann, { message: LATE, message_group_uuid: group }, randomUUID()),
  ],
  [
    'a first message of hers',
    ({ ann, cat }) =>
      () =>
        sendTo(ann, { message: LATE, handle: cat.handle }, randomUUID()),
  ],
  [
    'a rename of hers',
    ({ ann }) =>
      () =>
        call(updateMe, 'updateMe', { as: ann, body: { display_name: LATE } }),
  ],
  [
    'an export of hers',
    ({ ann }) =>
      () =>
        call(exportMe, 'exportMe', { as: ann }),
  ],
  [
    'a first message to her',
    ({ ann, cat }) =>
      () =>
        sendTo(cat, { message: 'Hello?', handle: ann.handle }, randomUUID()),
  ],
])('an erasure against %s: nothing is left', async (_, other) => {
  await expectErased(other, [LATE]);
});
