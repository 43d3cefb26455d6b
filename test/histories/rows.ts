import { handler as blockUser } from '../../services/messaging/block-user.ts';
import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as unblockUser } from '../../services/messaging/unblock-user.ts';
import { handler as updateMessageGroup } from '../../services/messaging/update-message-group.ts';
import { type Answer, call } from '../call.ts';
import type { Schedule } from '../faults.ts';
import type { ActionOf } from './actions.ts';
import type { Settings } from './model/rows.ts';
import { readPage } from './pages.ts';
import { sendAs } from './sends.ts';
import type { Pair, World } from './world.ts';

/** Read markers, settings, requests and blocks in a random history: what changes the rows of members. */

export async function mark(world: World, schedule: Schedule, { who, to, back }: ActionOf<'mark'>) {
  const as = world.person(who);
  const params = { message_group_uuid: world.groupOf(who, to) };
  const page = await readPage(as, params.message_group_uuid);
  const cursor = page.status === 200 ? page.body.at(-1 - back)?.cursor : undefined;
  if (!cursor) return;
  world.model.rows.marking(who, to, cursor);
  const ask = () => call(markRead, 'markRead', { as, params, body: { cursor } });
  const answer = await world.ask<unknown>(schedule, [who], ask);
  if (answer === 'gone') return;
  if (answer === 'no answer' || answer.status !== 200) world.problems.push('the marker was not taken');
  else world.model.rows.marked(who, to, cursor);
}

/** Changes one's own settings of a conversation. */
export async function set(
  world: World,
  schedule: Schedule,
  { who, to, isCleared, ...settings }: Settings & Pair & { isCleared: boolean },
  isContested: boolean,
): Promise<void> {
  const { list, muted_until } = settings;
  const { rows } = world.model;
  rows.setting(who, to, settings);
  const sent = {
    as: world.person(who),
    params: { message_group_uuid: world.groupOf(who, to) },
    body: { list, muted_until, ...(isCleared && { cleared: true }) },
  };
  const ask = () => call(updateMessageGroup, 'updateMessageGroup', sent);
  const answer = await world.ask(schedule, [who], ask);
  // Without a message there is nothing to set.
  if (answer === 'gone' || (answer !== 'no answer' && answer.status === 404)) return;
  if (answer === 'no answer' || answer.status !== 200) {
    world.problems.push('the settings were not taken');
    return;
  }
  if (isCleared) rows.cleared(who, to, answer.body.cleared_to ?? '');
  rows.set(who, to, { list, muted_until }, !isContested);
}

/** The receiver of a request accepts or declines it, and its sender writes on. */
export async function decide(
  world: World,
  schedule: Schedule,
  { which, decision, messages }: ActionOf<'request'>,
  isContested: boolean,
): Promise<void> {
  const requests = world.model.requests.all();
  const request = requests[which % requests.length];
  if (!request) return;
  const { sender, receiver } = request;
  const list = decision === 'accept' ? 'inbox' : 'archived';
  const settings = { list, muted_until: null, isCleared: decision === 'decline' } as const;
  if (decision !== 'none')
    await set(world, schedule, { who: receiver, to: sender, ...settings }, isContested);
  const sends = Array.from({ length: messages }, (_, n) =>
    sendAs(world, schedule, {
      who: sender,
      to: receiver,
      byHandle: n === 0,
      key: n === 1 ? 'another' : 'uuidv7',
    }),
  );
  await Promise.all(sends);
}

/** Blocks somebody, or ends it. */
export async function block(
  world: World,
  schedule: Schedule,
  { who, to, isOn }: Pair & { isOn: boolean },
  isContested: boolean,
): Promise<void> {
  world.model.access.blocking(who, to, isOn);
  const answer = await world.ask<unknown>(schedule, [who, to], () => askBlock(world, { who, to, isOn }));
  if (answer === 'gone') return;
  if (answer === 'no answer' || answer.errors.length > 0)
    world.problems.push(`a block was not taken: ${answer === 'no answer' ? answer : answer.errors}`);
  else if (!isContested) world.model.access.blocked(who, to, isOn);
}

export function askBlock(
  world: World,
  { who, to, isOn }: Pair & { isOn: boolean },
): Promise<Answer<undefined>> {
  const sent = { as: world.person(who), params: { user_uuid: world.person(to).uuid } };
  return isOn ? call(blockUser, 'blockUser', sent) : call(unblockUser, 'unblockUser', sent);
}
