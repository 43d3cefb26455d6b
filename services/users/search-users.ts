import { searchUsers as operation } from '../../shared/contract/users.ts';
import { listBlockers } from '../../shared/dynamo/blocks.ts';
import { spend, spendOnce } from '../../shared/dynamo/limits.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { RequestError } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { searchUsers } from '../../shared/postgres/users.ts';

export const handler = serve(operation, async ({ sub, query }) => {
  const { uuid } = await getCaller(sub);
  const [everybody, blockers, isCounted] = await allDone(
    searchUsers(query.q, uuid),
    listBlockers(uuid).catch(nobodyIfDown),
    spend('searches', uuid),
  );
  const found = everybody.filter((person) => !blockers.has(person.uuid));
  const shown = found.map((person) => person.uuid);
  // Where one counter cannot be written, the other is not tried: it would take as long again.
  if (isCounted) await spendOnce('peopleFound', uuid, shown);
  return { body: found };
});

/** Without DynamoDB nobody can be written to either, so the search goes on. */
function nobodyIfDown(error: unknown): Set<string> {
  if (error instanceof RequestError) return new Set();
  throw error;
}
