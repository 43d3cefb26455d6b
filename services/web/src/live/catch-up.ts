import type { Query } from '@tanstack/react-query';
import { mayPass } from '../../../../client/until-answered.ts';
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
