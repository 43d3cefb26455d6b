import { setTimeout as pause } from 'node:timers/promises';
import { jobOfKey, messageGroupOfPartition, messageKey, partOf } from '../../shared/dynamo/keys.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { searchedAs } from '../../shared/dynamo/searched-as.ts';
import { getAll } from '../../shared/dynamo/shown-messages.ts';
import { readItem } from '../../shared/dynamo/stored.ts';
import { findErased } from '../../shared/postgres/erasure.ts';
import {
  findDiffering,
  forgetMember,
  forgetPlaces,
  listStored,
  type StoredPlace,
  storeWords,
} from '../../shared/postgres/searched-messages.ts';
import { getItem, type Item, type Segment, scanTable, segmentsOf } from '../table/scan-table.ts';
import { messageItem } from './items.ts';
import { merged } from './merged.ts';
import type { Repair } from './redrive-failures.ts';

/** The result of one page of the table or of the index. */
export interface SearchChecked {
  items: number;
  problems: SearchProblem[];
}

export type SearchProblem = StoredPlace & { problem: string };

/**
 * Compares the words that are stored for the search with the messages, both ways. The index follows the messages, so what
 * differs is looked at again after `patience` milliseconds.
 */
export async function* verifySearch(options: {
  patience: number;
  segments?: number;
}): AsyncGenerator<SearchChecked> {
  yield* merged(segmentsOf(options.segments ?? 1).map((segment) => verify(segment, options.patience)));
  for await (const stray of listStray(options.patience))
    yield { items: 0, problems: stray.map((place) => ({ ...place, problem: 'is stored of no message' })) };
}

async function* verify(segment: Segment, patience: number): AsyncGenerator<SearchChecked> {
  for await (const { items } of scanTable({ limit: PAGE_ITEMS, segment })) {
    const suspects = await findDiffering(searchedAs(readMessages(items)));
    if (suspects.length > 0) await pause(patience);
    const again = await Promise.all([...new Set(suspects.map(keyOf))].map((key) => getItem(JSON.parse(key))));
    const differing = await findDiffering(
      searchedAs(readMessages(again.filter((item) => item !== undefined))),
    );
    const problem = 'is not stored as the message is';
    yield { items: items.length, problems: differing.map((place) => ({ ...place, problem })) };
  }
}

/**
 * Stores the words of every message again, as they are cut now, and deletes what is stored of none. It may run while
 * people write.
 */
export async function* rebuildSearch(options: {
  segments?: number;
}): AsyncGenerator<{ items: number; deleted: number }> {
  yield* merged(segmentsOf(options.segments ?? 1).map(rebuild));
  for await (const stray of listStray(0)) {
    await forgetPlaces(stray);
    yield { items: 0, deleted: stray.length };
  }
}

async function* rebuild(segment: Segment): AsyncGenerator<{ items: number; deleted: number }> {
  for await (const { items } of scanTable({ limit: PAGE_ITEMS, segment })) {
    await storeWords(searchedAs(readMessages(items)), { again: true });
    yield { items: items.length, deleted: 0 };
  }
}

/** Does for an item what `indexMessages` does for its record. */
export const repairSearch: Repair = async (key) => {
  const job = jobOfKey(key);
  if (job) {
    const isErased = (await findErased([job.user_uuid])).has(job.user_uuid);
    if (isErased) await forgetMember(job.user_uuid);
    return undefined;
  }
  const item = await getItem(key);
  if (!item || isPointer(item)) return undefined;
  const [message] = readMessages([item]);
  if (!message) return `the item ${key.pk} ${key.sk} cannot be read`;
  await storeWords(searchedAs([message]));
  return undefined;
};

const PAGE_ITEMS = 100;

const keyOf = ({ message_group_uuid, place }: StoredPlace) =>
  JSON.stringify(messageKey(message_group_uuid, place));

/** The messages among items; one that cannot be read is a matter of `ddb verify`. */
const readMessages = (items: readonly Item[]): StoredMessage[] =>
  items.flatMap(({ pk, sk: _sk, ...item }) => {
    if (partOf(pk)?.kind !== 'message') return [];
    const message = readItem(messageItem, item);
    return message ? [{ message_group_uuid: messageGroupOfPartition(pk) ?? '', ...message }] : [];
  });

/** What is stored of messages that are not there, or for people without an account. */
async function* listStray(patience: number): AsyncGenerator<StoredPlace[]> {
  let after: StoredPlace | undefined;
  do {
    const stored = await listStored(after, PAGE_ITEMS);
    let stray = await findStray(stored);
    if (stray.length > 0 && patience > 0) {
      await pause(patience);
      stray = await findStray(await listStored(after, PAGE_ITEMS));
    }
    if (stray.length > 0) yield stray;
    after = stored.length === PAGE_ITEMS ? stored.at(-1) : undefined;
  } while (after);
}

async function findStray(stored: (StoredPlace & { is_member: boolean })[]): Promise<StoredPlace[]> {
  const keys = [...new Set(stored.map(keyOf))].map((key) => JSON.parse(key));
  const there = new Set((await getAll(keys)).map(({ pk, sk }) => JSON.stringify({ pk, sk })));
  return stored
    .filter((one) => !one.is_member || !there.has(keyOf(one)))
    .map(({ is_member: _, ...place }) => place);
}
