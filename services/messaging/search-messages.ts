import { isSearchOn } from '../../shared/config.ts';
import { type FoundMessage, searchMessages } from '../../shared/contract/search.ts';
import { showFound } from '../../shared/dynamo/found-messages.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { SearchOff } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { type FoundPlace, findPlaces, type SearchOptions } from '../../shared/postgres/searched-messages.ts';

/** Pages of places without a hit that are read past: of a conversation that the caller has deleted, for example. */
const MAX_READS = 3;

export const handler = serve(searchMessages, async ({ sub, query: { q, cursor, ...options } }) => {
  if (!isSearchOn()) throw new SearchOff();
  const { uuid } = await getCaller(sub);
  const [{ found, next }] = await allDone(
    search(uuid, q, { ...options, before: cursor === undefined ? undefined : placeOf(cursor) }),
    spend('messageSearches', uuid),
  );
  return { body: found, next: next && { cursor: `${next.place}#${next.message_group_uuid}` } };
});

async function search(caller: string, q: string, options: SearchOptions) {
  let found: FoundMessage[] = [];
  let next = options.before;
  for (let reads = 0; reads < MAX_READS; reads++) {
    const page = await findPlaces(caller, q, { ...options, before: next });
    found = await showFound(caller, page.places, q);
    next = page.next;
    if (found.length > 0 || !next) break;
  }
  return { found, next };
}

function placeOf(cursor: string): FoundPlace {
  const end = cursor.lastIndexOf('#');
  return { place: cursor.slice(0, end), message_group_uuid: cursor.slice(end + 1) };
}
