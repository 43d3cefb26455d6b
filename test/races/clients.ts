import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as updateMe } from '../../services/users/update-me.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { type Asked, untilAnswered } from '../client.ts';
import { withClock } from '../clocks.ts';
import type { Fault, Plan, Schedule } from '../faults.ts';
import type { Meeting } from '../interleavings.ts';
import { answered, type Client } from '../races.ts';
import { type createPair, send } from '../scenarios.ts';

/** The clients of two people who race, and what is checked at the end. */

export type Pair = Awaited<ReturnType<typeof createPair>>;

/** So many seconds ago. */
export const long = (ago: number) => Date.now() - ago * 1000;

/** Operations of a pair; in the end exactly the expected texts are stored. */
export async function meeting(
  pair: Pair,
  clients: Record<string, Client>,
  expected: string[],
  check: () => Promise<string[]> = async () => [],
): Promise<Meeting> {
  return {
    operations: answered(clients),
    check: async () => {
      const { texts, violations } = await checkPeople([pair.ann.uuid, pair.ben.uuid], [pair.group]);
      const wrong = texts.sort().join() === expected.sort().join() ? [] : [`stored: ${texts}`];
      return [...violations, ...wrong, ...(await check())];
    },
  };
}

/** Strikes each of the first calls, but for the second, which often counts a send, with each fault that a race could make worse. */
export const struck = (calls: number): Plan[] =>
  Array.from({ length: calls }, (_, number) =>
    (['death before', 'death after', 'answer lost, store down', 'held back'] as Fault[]).map((fault) => ({
      [number === 0 ? 0 : number + 1]: fault,
    })),
  ).flat();

/** Sends on functions with clock skew, in milliseconds ahead. */
export const sendAs =
  (as: Pair['ann'], body: unknown, key: string, clock = 0) =>
  (schedule: Schedule, name: string) =>
    untilAnswered(schedule, () => withClock(clock, () => send(as, body, key)), { name });

export const renameAs =
  (as: Pair['ann'], display_name: string) =>
  (schedule: Schedule, name: string): Promise<Asked<unknown>> =>
    untilAnswered(schedule, () => call(updateMe, 'updateMe', { as, body: { display_name } }), { name });

export const markAs =
  (as: Pair['ann'], group: string, cursor: string) =>
  (schedule: Schedule, name: string): Promise<Asked<unknown>> => {
    const marking = { as, params: { message_group_uuid: group }, body: { cursor } };
    return untilAnswered(schedule, () => call(markRead, 'markRead', marking), { name });
  };

export async function lostMarker(user: string, group: string, cursor: string | undefined): Promise<string[]> {
  const row = await getRow(user, group, { consistent: true });
  return row?.read_to === cursor ? [] : ['the read marker is lost'];
}
