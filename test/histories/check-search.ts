import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../cli/table/scan-table.ts';
import { handler as searchMessages } from '../../services/messaging/search-messages.ts';
import { call } from '../call.ts';
import { patiently } from '../client.ts';
import { checkIndex } from '../search-index.ts';
import type { Shown } from './pages.ts';
import { COMMON_WORD } from './search.ts';
import type { World } from './world.ts';

/**
 * Whether the index has exactly what it should, and each search finds what its pages show.
 *
 * @param items the messages of the history, among others.
 * @param shown what somebody sees of the conversation with another; undefined if they may not read it.
 */
export async function checkSearch(
  world: World,
  items: readonly Item[],
  shown: (one: number, other: number) => readonly Shown[] | undefined,
): Promise<string[]> {
  const { leaving } = world.model;
  const everybody = [0, 1, 2, 3];
  const there = everybody.filter((user) => !leaving.mayBeGone(user));
  const found = there.map(async (user) => {
    const expected = everybody
      .flatMap((other) => (shown(user, other) ?? []).map((message) => ({ ...message, other })))
      .filter(({ message }) => message !== '')
      .map(({ cursor, message, other }) => ({ group: world.groupOf(user, other), cursor, message }))
      .toSorted((one, other) => (placeOf(one) > placeOf(other) ? -1 : 1));
    const all = await findAll(world, user);
    return isDeepStrictEqual(all, expected)
      ? []
      : [
          `${user} finds ${all.map(({ message }) => message)}, and sees ${expected.map(({ message }) => message)}`,
        ];
  });
  const members = world.people.map(({ uuid }, user) => ({ uuid, isThere: !leaving.mayBeGone(user) }));
  return [...(await checkIndex(items, members)), ...(await Promise.all(found)).flat()];
}

const placeOf = ({ cursor, group }: { cursor: string; group: string }) => `${cursor} ${group}`;

/** Everything that somebody finds, newest first, in pages of three. */
async function findAll(world: World, user: number) {
  const all: { group: string; cursor: string; message: string }[] = [];
  let query: Record<string, string> | undefined = { q: COMMON_WORD, limit: '3' };
  while (query) {
    const sent = { as: world.person(user), query };
    const page: Awaited<ReturnType<typeof ask>> = await ask(sent);
    all.push(
      ...page.body.map(({ message_group_uuid: group, cursor, message }) => ({ group, cursor, message })),
    );
    query = page.next;
  }
  return all;
}

const ask = (sent: Parameters<typeof call>[2]) =>
  patiently(() => call(searchMessages, 'searchMessages', sent));
