import type { Item } from '../../cli/table/scan-table.ts';
import { findJob } from '../../shared/dynamo/jobs.ts';
import { blockersOf, blocksOf, connectionsOf, limitsOf, receiptsOf } from '../../shared/dynamo/keys.ts';
import { query } from '../../shared/postgres/client.ts';
import { patiently } from '../client.ts';
import { send } from '../scenarios.ts';
import { itemsOf } from '../table.ts';
import type { World } from './world.ts';

/**
 * What is left of those who have left, and whether somebody can still write to them.
 *
 * @param items the rows and messages of the history.
 */
export async function checkGone(world: World, items: readonly Item[]): Promise<string[]> {
  const found = world.model.leaving.all().map(async ([user, choices]) => {
    const texts = choices.has('keep') ? [] : world.model.messages.textsOf(user);
    return [
      ...wordsIn(items, [...wordsOf(world, user), ...texts]),
      ...(await leftItems(world, user)),
      ...(await leftInPostgres(world, user)),
      ...(await checkShut(world, user)),
    ].map((problem) => `${user} has left: ${problem}`);
  });
  return (await Promise.all(found)).flat();
}

const wordsOf = (world: World, user: number) => [
  world.person(user).handle,
  world.person(user).email,
  ...world.model.names.ever(user),
];

/** As a whole value, or as the beginning of an edited text. */
function wordsIn(items: readonly Item[], words: readonly string[]): string[] {
  return items.flatMap((item) => {
    const text = JSON.stringify(item);
    return words
      .filter((word) => text.includes(`"${word}"`) || text.includes(`"${word}, edited`))
      .map((word) => `${item.pk} ${item.sk} has "${word}"`);
  });
}

/** Receipts, blocks on both sides, connections, uses of limits, jobs. */
async function leftItems(world: World, user: number): Promise<string[]> {
  const { uuid } = world.person(user);
  const others = world.people.filter((person) => person.uuid !== uuid).map((person) => person.uuid);
  const partitions = [receiptsOf, blocksOf, blockersOf, connectionsOf, limitsOf].map((of) => of(uuid));
  const own = (await Promise.all(partitions.map(itemsOf))).flat();
  const blocks = others.flatMap((other) => [blocksOf(other), blockersOf(other)]);
  const named = (await Promise.all(blocks.map(itemsOf))).flat().filter(({ sk }) => sk === uuid);
  const jobs = await Promise.all([findJob('rename', uuid), findJob('erase', uuid)]);
  return [
    ...[...own, ...named].map(({ pk, sk }) => `${pk} ${sk} is left`),
    ...jobs.flatMap((job) => (job ? [`the job ${job.kind} is left`] : [])),
  ];
}

async function leftInPostgres(world: World, user: number): Promise<string[]> {
  const { uuid } = world.person(user);
  const rows = await query(
    (sql) => sql<{ text: string }[]>`select u::text as text from users u where uuid = ${uuid}`,
  );
  return wordsOf(world, user).flatMap((word) =>
    rows.some(({ text }) => text.includes(word)) ? [`Postgres has "${word}"`] : [],
  );
}

/** Everybody who has talked with them keeps the conversation, and writes no more. */
async function checkShut(world: World, user: number): Promise<string[]> {
  const { leaving, messages } = world.model;
  const others = [0, 1, 2, 3].filter((other) => other !== user && !leaving.mayBeGone(other));
  const answers = others.map(async (other) => {
    if (!messages.haveTalked(user, other)) return [];
    const body = { message: 'Are you there?', message_group_uuid: world.groupOf(user, other) };
    const { status, errors } = await patiently(() => send(world.person(other), body));
    return errors.join() === 'not_accepting_messages' ? [] : [`${other} was answered ${status} ${errors}`];
  });
  return (await Promise.all(answers)).flat();
}
