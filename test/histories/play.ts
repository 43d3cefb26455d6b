import { updateProfile } from '../../shared/postgres/users.ts';
import { createExtra } from '../accounts.ts';
import { overOutages } from '../install-faults.ts';
import type { Action, History } from './actions.ts';
import { check } from './check.ts';
import { projectPair, settle } from './end.ts';
import { change, hideOne, react } from './message-changes.ts';
import { firstName } from './model/names.ts';
import { allow, leave, rename } from './people.ts';
import { block, decide, mark, set } from './rows.ts';
import { followedBy, index, search } from './search.ts';
import type { SearchStream } from './search-stream.ts';
import { repeat, sendAs } from './sends.ts';
import { World } from './world.ts';

/** Plays a history on the real stores and returns every deviation from the model. */
export async function play(history: History, stream: SearchStream): Promise<string[]> {
  const people = [0, 1, 2, 3].map((user) => overOutages(() => createExtra(firstName(user))));
  const world = new World(await Promise.all(people), stream);
  await begin(world);
  for (const step of history) {
    const isContested = (action: Action) =>
      step.filter((one) => subjectOf(one) === subjectOf(action)).length > 1;
    await Promise.all(step.map((action) => act(world, action, isContested(action))));
  }
  // Both can be repeated.
  await overOutages(() => settle(world));
  return overOutages(() => check(world)).finally(() => stream.forget(followedBy(world)));
}

/** Deciding about a request is a setting of one's row. */
const subjectOf = ({ kind }: Action) => (kind === 'request' ? 'set' : kind);

/** Three people know each other already, and a fourth takes requests, so that most actions have something to act on. */
async function begin(world: World): Promise<void> {
  const { access } = world.model;
  access.allowing(3, 'requests');
  await overOutages(() => updateProfile(world.person(3).sub, { who_may_write: 'requests' }));
  access.allowed(3, 'requests');
  for (const [who, to] of [
    [0, 1],
    [1, 2],
    [0, 3],
  ] as const) {
    await sendAs(world, world.schedule(), { who, to, byHandle: true, key: 'uuidv7' });
  }
}

async function act(world: World, action: Action, isContested: boolean): Promise<void> {
  const schedule = world.schedule(action.struck ? { [action.struck.at]: action.struck.fault } : {});
  switch (action.kind) {
    case 'repeat':
      return repeat(world, schedule, action);
    case 'change':
      return change(world, schedule, action);
    case 'react':
      return react(world, schedule, action, isContested);
    case 'hide':
      return hideOne(world, schedule, action);
    case 'rename':
      return rename(world, schedule, action.who, isContested);
    case 'allow':
      return allow(world, schedule, action, isContested);
    case 'request':
      return decide(world, schedule, action, isContested);
    case 'leave':
      return leave(world, schedule, action);
    case 'index':
      return index(world, schedule, action);
    case 'search':
      return search(world, schedule, action);
  }
  const pair = world.pairOf(action);
  if (pair.who === pair.to) return;
  switch (action.kind) {
    case 'project':
      await projectPair(world, pair.who, pair.to, schedule);
      return;
    case 'mark':
      return mark(world, schedule, action);
    case 'block':
      return block(world, schedule, { ...action, ...pair }, isContested);
    case 'set':
      return set(world, schedule, { ...action, ...pair }, isContested);
    case 'send':
      return sendAs(world, schedule, { ...action, ...pair });
  }
}
