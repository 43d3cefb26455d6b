import { hashKey, type Query } from '@tanstack/react-query';
import { mayPass } from '../../../../client/until-answered.ts';
import { hasMissedMessages, messageGroupsQuery } from '../state/message-groups-query.ts';
import { queryClient } from '../state/query-client.ts';

let running: Promise<void> | undefined;
let isAskedAgain = false;

/**
 * Loads what may have been missed: the list, and the open conversation from a little before its checkpoint. Other
 * conversations catch up when they are opened. Failed queries are retried as well.
 *
 * Calls come in bursts: any number of them during a run lead to one more run.
 */
export function catchUp(): Promise<void> {
  isAskedAgain = true;
  running ??= readUntilAskedNoMore().finally(() => {
    running = undefined;
  });
  return running;
}

/**
 * Catches up after the first connect. The list was read a moment before, so it is read again only if a message came
 * in between. The open conversation always catches up: no row tells of an edit or a reaction.
 */
export async function catchUpOnce(): Promise<void> {
  const hasMissed = await hasMissedMessages().catch(() => true);
  if (hasMissed) return catchUp();
  const isList = ({ queryHash }: Query) => queryHash === hashKey(messageGroupsQuery.queryKey);
  await queryClient.invalidateQueries({ predicate: (query) => mayBeBehind(query) && !isList(query) });
}

async function readUntilAskedNoMore(): Promise<void> {
  while (isAskedAgain) {
    isAskedAgain = false;
    await queryClient.invalidateQueries({ predicate: mayBeBehind });
  }
}

/** A refusal, as for a conversation of others, is final. */
function mayBeBehind({ meta, state }: Query): boolean {
  return state.status === 'error' ? mayPass(state.error) : meta?.isLive === true;
}
