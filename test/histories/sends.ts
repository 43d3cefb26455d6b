import { randomUUID } from 'node:crypto';
import { createMessageKey } from '../../client/message-key.ts';
import type { SentMessage } from '../../shared/contract/messages.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { timeOfUuid } from '../../shared/dynamo/places.ts';
import type { Answer } from '../call.ts';
import { untilAnswered } from '../client.ts';
import { withClock } from '../clocks.ts';
import type { Schedule } from '../faults.ts';
import { send as sendOnce } from '../scenarios.ts';
import type { ActionOf } from './actions.ts';
import type { Verdict } from './model/access.ts';
import type { Pair, Sending, World } from './world.ts';

/** Sends in a random history. */

type NewSend = Pair & Pick<ActionOf<'send'>, 'byHandle' | 'key'> & Partial<Pick<Sending, 'clock'>>;

export async function sendAs(
  world: World,
  schedule: Schedule,
  { who, to, byHandle, key, clock = [0] }: NewSend,
): Promise<void> {
  const id = `text ${world.next()}`;
  const seen = world.seen.get(world.groupOf(who, to));
  const sending = { id, who, to, byHandle, clock, key: makeKey(key, seen) };
  if (sending.key) world.keyed.push({ ...sending, key: sending.key });
  await sendNew(world, schedule, sending, seen);
}

/** A send with a key comes again, on another clock. */
export async function repeat(
  world: World,
  schedule: Schedule,
  { which, clock }: ActionOf<'repeat'>,
): Promise<void> {
  const earlier = world.keyed[which % world.keyed.length];
  if (earlier) await send(world, schedule, { ...earlier, clock });
}

/** A UUIDv7 follows the rule for clients: it is later than every message its user has seen. */
function makeKey(key: string, seen: string | undefined): string | undefined {
  if (key === 'none') return undefined;
  if (key === 'another') return randomUUID();
  if (key !== 'uuidv7') return createMessageKey(Date.parse(key));
  return createMessageKey(Math.max(Date.now(), seen ? Date.parse(seen) + 1 : 0));
}

/**
 * A new message sorts after the newest in its sender's row and, with a UUIDv7 key, after all its sender had seen.
 *
 * @param seenBefore when its sender had made the key.
 */
async function sendNew(
  world: World,
  schedule: Schedule,
  sending: Sending,
  seenBefore: string | undefined,
): Promise<void> {
  const group = world.groupOf(sending.who, sending.to);
  const row = await getRow(world.person(sending.who).uuid, group, { consistent: true });
  const seen = sending.key && timeOfUuid(sending.key) ? seenBefore : undefined;
  const sent = await send(world, schedule, sending);
  for (const earlier of [row?.last_message_at, seen]) {
    if (sent && earlier && sent.created_at <= earlier)
      world.problems.push(`${sending.id} sorts before what its sender knew`);
  }
  if (sent && timeOfUuid(sent.uuid) !== sent.created_at)
    world.problems.push(`the uuid of ${sending.id} does not tell its place`);
}

/** @returns what was acknowledged, if it was. */
async function send(world: World, schedule: Schedule, sending: Sending): Promise<SentMessage | undefined> {
  const { id, who, to, byHandle, key, clock } = sending;
  const { model, problems } = world;
  const body = {
    message: id,
    ...(byHandle ? { handle: world.person(to).handle } : { message_group_uuid: world.groupOf(who, to) }),
  };
  model.requests.sending(who, to);
  model.messages.sending(id, who, to);
  const mayPass = model.access.lookAtSend(who, to, byHandle);
  const mayBeTooMany = model.requests.look(id, who, to);
  let tries = 0;
  const ask = () => withClock(clock[Math.min(tries++, 1)] ?? 0, () => sendOnce(world.person(who), body, key));
  const answer = await untilAnswered(schedule, ask, { tries: key ? 40 : 1 });
  if (answer === 'no answer') {
    if (key) problems.push(`${id} was never answered`);
    else world.unanswered.push({ who, to });
    return undefined;
  }
  if (answer.status === 200) {
    if (mayPass() === 'no') problems.push(`${id} passed a block, or to nobody`);
    acknowledge(world, sending, answer.body);
    return answer.body;
  }
  if (answer.errors[0] === 'request_not_accepted' && mayBeTooMany()) model.messages.refused(id);
  else if (!isRightlyRefused(world, sending, answer, mayPass()))
    problems.push(`${id} was answered ${answer.status} ${answer.errors}`);
  return undefined;
}

function acknowledge({ model, ...world }: World, { id, who, to }: Sending, sent: SentMessage): void {
  world.problems.push(...model.messages.sent(id, sent), ...model.requests.sent(who, to));
  const { message_group_uuid, uuid, created_at } = sent;
  if (!world.acknowledged.some((one) => one.id === id))
    world.acknowledged.push({ id, who, to, name: { message_group_uuid, message_uuid: uuid } });
  if (created_at > (world.seen.get(message_group_uuid) ?? '')) world.seen.set(message_group_uuid, created_at);
}

/** If what refuses it came in between, an earlier try may have passed. */
function isRightlyRefused(
  world: World,
  { id, who, to }: Sending,
  answer: Answer<unknown>,
  verdict: Verdict,
): boolean {
  const isGone = world.isGone(answer, [who, to]);
  const isWithoutGroup = answer.status === 404 && !world.model.leaving.mayBeGone(who, to);
  if (!isGone && !isWithoutGroup && (answer.errors[0] !== 'not_accepting_messages' || verdict === 'yes'))
    return false;
  if (isWithoutGroup || verdict === 'no') world.model.messages.refused(id);
  return true;
}
