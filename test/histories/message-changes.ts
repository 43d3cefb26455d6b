import type { Schedule } from '../faults.ts';
import { edit, hide, react as putReaction, remove, unreact } from '../messages.ts';
import type { ActionOf } from './actions.ts';
import { hidingOf, reactionOf } from './model/messages.ts';
import type { World } from './world.ts';

/** Changes of messages in a random history. */

/** Its sender edits or deletes a message; an edit may be refused after ten, and once the message may be deleted. */
export async function change(
  world: World,
  schedule: Schedule,
  { how, which }: ActionOf<'change'>,
): Promise<void> {
  const earlier = world.acknowledged[which % world.acknowledged.length];
  if (!earlier) return;
  const { id, who, to, name } = earlier;
  const { model, problems } = world;
  const as = world.person(who);
  const text = how === 'edit' ? `${id}, edited ${world.next()}` : '';
  const mayPass = model.access.look(who, to);
  model.messages.changing(id, text);
  const ask = () => (how === 'edit' ? edit(as, name, text) : remove(as, name));
  const answer = await world.ask<unknown>(schedule, [who, to], ask);
  if (answer === 'gone') return;
  if (answer === 'no answer') problems.push(`the ${how} of ${id} was never answered`);
  else if (answer.errors.length === 0) {
    if (how === 'edit' && mayPass() === 'no') problems.push(`an edit of ${id} passed a block`);
    model.messages.changed(id, text);
  } else if (answer.errors[0] === 'not_accepting_messages' && mayPass() !== 'yes') {
    if (mayPass() === 'no') model.messages.unchanged(id, text);
  } else if (
    answer.errors[0] === 'message_deleted'
      ? !model.mayBeDeleted(id, who)
      : answer.errors[0] !== 'too_many_edits'
  )
    problems.push(`the ${how} of ${id} was answered ${answer.errors}`);
}

export async function react(
  world: World,
  schedule: Schedule,
  { which, bySender, emoji, isOn }: ActionOf<'react'>,
  isContested: boolean,
): Promise<void> {
  const earlier = world.acknowledged[which % world.acknowledged.length];
  if (!earlier) return;
  const { id, who, to, name } = earlier;
  const { model, problems } = world;
  const user = bySender ? who : to;
  const flag = reactionOf(id, user, emoji);
  const mayPass = model.access.look(who, to);
  model.messages.flagging(flag, isOn);
  const ask = () => (isOn ? putReaction : unreact)(world.person(user), name, emoji);
  const answer = await world.ask<unknown>(schedule, [who, to], ask);
  if (answer === 'gone') return;
  if (answer === 'no answer') problems.push(`${flag} was never answered`);
  else if (isOn && answer.errors[0] === 'not_accepting_messages' && mayPass() !== 'yes') return;
  else if (answer.errors.length > 0) {
    // What is deleted, or hidden from somebody, takes no reaction of theirs.
    const isDeleted = answer.errors[0] === 'message_deleted' && model.mayBeDeleted(id, who);
    const isHidden = answer.errors[0] === 'message_not_found' && model.messages.mayBeHidden(id, user);
    if (!isDeleted && !isHidden) problems.push(`${flag} was answered ${answer.errors}`);
  } else if (!isContested) model.messages.flagged(flag, isOn);
}

/** The receiver hides a message. */
export async function hideOne(world: World, schedule: Schedule, { which }: ActionOf<'hide'>): Promise<void> {
  const earlier = world.acknowledged[which % world.acknowledged.length];
  if (!earlier) return;
  const { id, to, name } = earlier;
  const flag = hidingOf(id, to);
  world.model.messages.flagging(flag, true);
  const answer = await world.ask<unknown>(schedule, [to], () => hide(world.person(to), name));
  if (answer === 'gone') return;
  if (answer === 'no answer' || answer.errors.length > 0) world.problems.push(`${flag} was not done`);
  else world.model.messages.flagged(flag, true);
}
