import type { DynamoDBRecord } from 'aws-lambda';
import { handler as searchMessages } from '../../services/messaging/search-messages.ts';
import { handler as indexMessages } from '../../services/stream/index-messages.ts';
import type { FoundMessage } from '../../shared/contract/search.ts';
import { call } from '../call.ts';
import type { Schedule } from '../faults.ts';
import type { ActionOf } from './actions.ts';
import { pairs, type World } from './world.ts';

/** The search in a random history: what the index is given, and what somebody finds meanwhile. */

/** Every text of a history has it. */
export const COMMON_WORD = 'text';

/** Gives the index some of the records so far: new ones or old ones, forwards or backwards. */
export async function index(
  world: World,
  schedule: Schedule,
  { from, count, isReversed }: ActionOf<'index'>,
): Promise<void> {
  const records = await world.stream.recordsOf(followedBy(world));
  const some = records.slice(from % records.length).slice(0, count + 1);
  await deliver(world, isReversed ? some.toReversed() : some, (work) => schedule.process(work));
}

/** Gives the index what it lacks, in the order of the stream. */
export async function indexNew(world: World): Promise<void> {
  const records = await world.stream.recordsOf(followedBy(world));
  await deliverAll(
    world,
    records.filter((record) => !world.indexed.has(record)),
  );
}

/**
 * Gives the index what it lacks, and then everything again in the opposite order, one by one: of a batch only the latest
 * version of a message counts.
 */
export async function indexAll(world: World): Promise<void> {
  await indexNew(world);
  await deliverAll(world, (await world.stream.recordsOf(followedBy(world))).toReversed(), 1);
}

async function deliverAll(world: World, records: DynamoDBRecord[], size = 20): Promise<void> {
  for (let from = 0; from < records.length; from += size) {
    const batch = records.slice(from, from + size);
    if (!(await deliverAtLast(world, batch))) world.problems.push('the search does not follow');
  }
}

async function deliverAtLast(world: World, batch: DynamoDBRecord[]): Promise<boolean> {
  for (let attempt = 0; attempt < 8; attempt++)
    if (await deliver(world, batch, (work) => work())) return true;
  return false;
}

type Run = <T>(work: () => Promise<T>) => Promise<T | 'died'>;

/** @returns whether all were done; the mapping would give them again. */
async function deliver(world: World, Records: DynamoDBRecord[], run: Run): Promise<boolean> {
  if (Records.length === 0) return true;
  const answer = await run(() => indexMessages({ Records }));
  if (answer === 'died' || answer.batchItemFailures.length > 0) return false;
  for (const record of Records) world.indexed.add(record);
  return true;
}

/** The conversations and people of a history. */
export const followedBy = (world: World): string[] => [
  ...pairs.map(([one, other]) => world.groupOf(one, other)),
  ...world.people.map(({ uuid }) => uuid),
];

/** Somebody searches all their conversations. The index may be behind, so much may be missing; what is found is right. */
export async function search(world: World, schedule: Schedule, { who }: ActionOf<'search'>): Promise<void> {
  const problemsOf = world.model.lookAtSearch(who);
  const sent = { as: world.person(who), query: { q: COMMON_WORD, limit: '100' } };
  const ask = () => call(searchMessages, 'searchMessages', sent);
  const answer = await world.ask(schedule, [who], ask);
  if (answer === 'gone') return;
  if (answer === 'no answer' || answer.status !== 200) {
    world.problems.push('a search was not answered');
    return;
  }
  for (const found of answer.body) world.problems.push(...problemsOf(partnerOf(world, who, found), found));
}

/** With whom somebody has the conversation of a message; undefined if it is none of theirs. */
function partnerOf(world: World, who: number, found: FoundMessage): number | undefined {
  const partner = world.people.findIndex(({ uuid }) => uuid === found.other_member.uuid);
  const isTheirs = partner >= 0 && found.message_group_uuid === world.groupOf(who, partner);
  return isTheirs ? partner : undefined;
}
