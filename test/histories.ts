import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { createMessageKey } from '../client/message-key.ts';
import { handler as blockUser } from '../services/messaging/block-user.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markRead } from '../services/messaging/mark-read.ts';
import { handler as unblockUser } from '../services/messaging/unblock-user.ts';
import { handler as updateMessageGroup } from '../services/messaging/update-message-group.ts';
import { handler as project } from '../services/stream/project.ts';
import { handler as updateMe } from '../services/users/update-me.ts';
import type { Message, SentMessage } from '../shared/contract/messages.ts';
import { startRename } from '../shared/dynamo/jobs.ts';
import { messageGroupUuid, nameOfList } from '../shared/dynamo/keys.ts';
import { getRow, type MessageGroupRow } from '../shared/dynamo/message-groups.ts';
import { timeOfUuid } from '../shared/dynamo/places.ts';
import { findUsers, type NamedUser } from '../shared/postgres/users.ts';
import { createExtra, type Person } from './accounts.ts';
import { type Answer, call } from './call.ts';
import { checkPeople } from './check-people.ts';
import { patiently, untilAnswered } from './client.ts';
import { withClock } from './clocks.ts';
import { type Fault, faults, Schedule } from './faults.ts';
import { overOutages } from './install-faults.ts';
import { finishJobs } from './jobs.ts';
import { edit, hide, type Named, react, remove, unreact } from './messages.ts';
import { EMOJI, hidingOf, type Listed, Model, reactionOf, settingsOf } from './model.ts';
import { recordOf, send } from './scenarios.ts';

const users = fc.integer({ min: 0, max: 3 });
// A hanging statement takes seconds; the schedules cover it at every statement.
const quick = faults.filter((one) => one !== 'hangs');
const fault = fc.option(fc.record({ at: fc.nat(7), fault: fc.constantFrom(...quick) }), { freq: 2 });

/** The clock skew of the function of the first try and of the retry, in milliseconds ahead. */
const clock = fc.constantFrom([0, 0], [0, 3_000], [5_000, -5_000], [-5_000, 5_000], [1_500, 0]);

/** Two people: any, or those of an earlier message, so that the same ones meet often enough. */
const between = { who: users, to: users, about: fc.option(fc.nat(20), { freq: 2 }), bySender: fc.boolean() };

/** A user's action; `struck` is the fault of one of its calls. */
const Action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      ...between,
      byHandle: fc.boolean(),
      key: fc.constantFrom('none', 'another', 'uuidv7', 'uuidv7', 'uuidv7', '1970', '2100'),
      clock,
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(20), clock, struck: fault }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      who: users,
      to: users,
      back: fc.nat(3),
      struck: fault,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), who: users, struck: fault }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      how: fc.constantFrom('edit' as const, 'edit' as const, 'delete' as const),
      which: fc.nat(20),
      struck: fault,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      which: fc.nat(20),
      bySender: fc.boolean(),
      emoji: fc.constantFrom(...EMOJI),
      isOn: fc.boolean(),
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hide' as const), which: fc.nat(20), struck: fault }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('block' as const),
      ...between,
      isOn: fc.constantFrom(true, true, false),
      struck: fault,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      ...between,
      list: fc.constantFrom('inbox' as const, 'archived' as const),
      muted_until: fc.constantFrom(null, '2100-01-01T00:00:00.000Z', '2101-01-01T00:00:00.000Z'),
      struck: fault,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('project' as const), who: users, to: users, struck: fault }),
  },
);
type Action = typeof Action extends fc.Arbitrary<infer A> ? A : never;

/** Sequential steps; the actions of a step run concurrently. */
export const History = fc.array(fc.array(Action, { minLength: 1, maxLength: 3, size: 'max' }), {
  minLength: 1,
  maxLength: 6,
  size: 'max',
});
type History = typeof History extends fc.Arbitrary<infer H> ? H : never;

/** Plays a history on the real stores and returns every deviation from the model. */
export async function play(history: History): Promise<string[]> {
  const people = await Promise.all(
    [0, 1, 2, 3].map((user) => overOutages(() => createExtra(`user ${user}`))),
  );
  const world = new World(people);
  await world.begin();
  for (const step of history) {
    const isContested = ({ kind }: Action) => step.filter((one) => one.kind === kind).length > 1;
    await Promise.all(step.map((action, index) => world.act(action, isContested(action), index)));
  }
  // Both can be repeated.
  await overOutages(() => world.settle());
  return overOutages(() => world.check());
}

interface Between {
  who: number;
  to: number;
  about?: number | null;
  bySender?: boolean;
}

interface Sending {
  id: string;
  who: number;
  to: number;
  byHandle: boolean;
  key: string | undefined;
  clock: readonly number[];
}

interface Acknowledged {
  id: string;
  who: number;
  to: number;
  name: Named;
}

class World {
  readonly #people: Person[];
  readonly #model = new Model();
  readonly #schedules: Schedule[] = [];
  readonly #keyed: (Sending & { key: string })[] = [];
  /** The newest acknowledged message between two people, by group. */
  readonly #seen = new Map<string, string>();
  readonly #acknowledged: Acknowledged[] = [];
  /** Unanswered sends without a key. */
  readonly #unanswered: { who: number; to: number }[] = [];
  readonly #problems: string[] = [];
  #count = 0;

  constructor(people: Person[]) {
    this.#people = people;
  }

  /** Three people know each other already, so that most actions have something to act on. */
  async begin(): Promise<void> {
    for (const [who, to] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const sending = { id: `hello ${who}`, who, to, byHandle: true, clock: [0] };
      await this.#sendNew(new Schedule(), { ...sending, key: this.#makeKey({ key: 'uuidv7', who, to }) });
    }
  }

  async act(action: Action, isContested: boolean, index: number): Promise<void> {
    const schedule = new Schedule(action.struck ? { [action.struck.at]: action.struck.fault as Fault } : {});
    this.#schedules.push(schedule);
    if (action.kind === 'repeat') {
      const earlier = this.#keyed[action.which % this.#keyed.length];
      if (earlier) await this.#send(schedule, { ...earlier, clock: action.clock });
      return;
    }
    if (action.kind === 'change') {
      const earlier = this.#acknowledged[action.which % this.#acknowledged.length];
      if (earlier) await this.#change(schedule, action.how, earlier, index);
      return;
    }
    if (action.kind === 'react' || action.kind === 'hide') {
      const earlier = this.#acknowledged[action.which % this.#acknowledged.length];
      if (!earlier) return;
      if (action.kind === 'hide') await this.#hide(schedule, earlier);
      else await this.#react(schedule, earlier, action, isContested);
      return;
    }
    if (action.kind === 'rename') return this.#rename(schedule, action.who, isContested);
    const pair = this.#pairOf(action);
    if (pair.who === pair.to) return;
    if (action.kind === 'project') await this.#project(pair.who, pair.to, schedule);
    if (action.kind === 'mark') await this.#mark(schedule, action);
    if (action.kind === 'block') await this.#block(schedule, { ...action, ...pair }, isContested);
    if (action.kind === 'set') await this.#set(schedule, { ...action, ...pair }, isContested);
    if (action.kind === 'send') {
      const id = `text ${this.#count++}.${index}`;
      const sending = { ...action, ...pair, id, key: this.#makeKey({ ...action, ...pair }) };
      if (sending.key) this.#keyed.push({ ...sending, key: sending.key });
      await this.#sendNew(schedule, sending);
    }
  }

  /** Who acts, and on whom. */
  #pairOf({ who, to, about, bySender }: Between): { who: number; to: number } {
    const { length } = this.#acknowledged;
    const earlier = typeof about === 'number' ? this.#acknowledged[about % length] : undefined;
    if (!earlier) return { who, to };
    return bySender ? { who: earlier.who, to: earlier.to } : { who: earlier.to, to: earlier.who };
  }

  /** A UUIDv7 follows the rule for clients: it is later than every message its user has seen. */
  #makeKey({ key, who, to }: { key: string; who: number; to: number }): string | undefined {
    if (key === 'none') return undefined;
    if (key === 'another') return randomUUID();
    if (key !== 'uuidv7') return createMessageKey(Date.parse(key));
    const seen = this.#seen.get(this.#groupOf(who, to));
    return createMessageKey(Math.max(Date.now(), seen ? Date.parse(seen) + 1 : 0));
  }

  /** A new message sorts after the newest in its sender's row and, with a UUIDv7 key, after all its sender had seen. */
  async #sendNew(schedule: Schedule, sending: Sending): Promise<void> {
    const group = this.#groupOf(sending.who, sending.to);
    const row = await getRow(this.#person(sending.who).uuid, group, { consistent: true });
    const seen = sending.key && timeOfUuid(sending.key) ? this.#seen.get(group) : undefined;
    const sent = await this.#send(schedule, sending);
    for (const earlier of [row?.last_message_at, seen]) {
      if (sent && earlier && sent.created_at <= earlier)
        this.#problems.push(`${sending.id} sorts before what its sender knew`);
    }
    if (sent && timeOfUuid(sent.uuid) !== sent.created_at)
      this.#problems.push(`the uuid of ${sending.id} does not tell its place`);
  }

  /** @returns what was acknowledged, if it was. */
  async #send(schedule: Schedule, sending: Sending): Promise<SentMessage | undefined> {
    const { id, who, to, byHandle, key, clock } = sending;
    const [from, other] = [this.#person(who), this.#person(to)];
    const group = messageGroupUuid(from.uuid, other.uuid);
    const body = { message: id, ...(byHandle ? { handle: other.handle } : { message_group_uuid: group }) };
    this.#model.sending(id, who, to);
    const mayPass = this.#model.lookAtBlocks(who, to);
    let tries = 0;
    const ask = () => withClock(clock[Math.min(tries++, 1)] ?? 0, () => send(from, body, key));
    const answer = await untilAnswered(schedule, ask, { tries: key ? 40 : 1 });
    if (answer === 'no answer') {
      if (key) this.#problems.push(`${id} was never answered`);
      else this.#unanswered.push({ who, to });
    } else if (answer.status === 200) {
      if (mayPass() === 'no') this.#problems.push(`${id} passed an acknowledged block`);
      this.#problems.push(...this.#model.sent(id, answer.body.uuid));
      if (!this.#acknowledged.some((one) => one.id === id))
        this.#acknowledged.push({
          id,
          who,
          to,
          name: { message_group_uuid: group, message_uuid: answer.body.uuid },
        });
      const { created_at } = answer.body;
      if (created_at > (this.#seen.get(group) ?? '')) this.#seen.set(group, created_at);
      return answer.body;
    } else if (answer.status === 404) this.#model.refused(id);
    else if (answer.errors[0] === 'not_accepting_messages' && mayPass() !== 'yes') {
      // If the block came in between, an earlier try may have passed.
      if (mayPass() === 'no') this.#model.refused(id);
    } else this.#problems.push(`${id} was answered ${answer.status}`);
    return undefined;
  }

  /** Its sender edits or deletes a message; an edit is refused only once it may be deleted. */
  async #change(
    schedule: Schedule,
    kind: 'edit' | 'delete',
    { id, who, to, name }: Acknowledged,
    index: number,
  ) {
    const as = this.#person(who);
    const text = kind === 'edit' ? `${id}, edited ${this.#count++}.${index}` : '';
    const mayPass = this.#model.lookAtBlocks(who, to);
    this.#model.changing(id, text);
    const ask = () => (kind === 'edit' ? edit(as, name, text) : remove(as, name));
    const answer = await untilAnswered<unknown>(schedule, ask);
    if (answer === 'no answer') this.#problems.push(`the ${kind} of ${id} was never answered`);
    else if (answer.errors.length === 0) {
      if (kind === 'edit' && mayPass() === 'no') this.#problems.push(`an edit of ${id} passed a block`);
      this.#model.changed(id, text);
    } else if (answer.errors[0] === 'not_accepting_messages' && mayPass() !== 'yes') {
      if (mayPass() === 'no') this.#model.unchanged(id, text);
    } else if (!this.#model.mayRefuseEdit(id, answer.errors))
      this.#problems.push(`the ${kind} of ${id} was answered ${answer.errors}`);
  }

  async #react(
    schedule: Schedule,
    { id, who, to, name }: Acknowledged,
    { bySender, emoji, isOn }: { bySender: boolean; emoji: string; isOn: boolean },
    isContested: boolean,
  ): Promise<void> {
    const user = bySender ? who : to;
    const flag = reactionOf(id, user, emoji);
    const mayPass = this.#model.lookAtBlocks(who, to);
    this.#model.flagging(flag, isOn);
    const ask = () => (isOn ? react : unreact)(this.#person(user), name, emoji);
    const answer = await untilAnswered<unknown>(schedule, ask);
    if (answer === 'no answer') this.#problems.push(`${flag} was never answered`);
    else if (isOn && answer.errors[0] === 'not_accepting_messages' && mayPass() !== 'yes') return;
    else if (answer.errors.length > 0) {
      if (!this.#model.mayRefuseReaction(id, user, answer.errors))
        this.#problems.push(`${flag} was answered ${answer.errors}`);
    } else if (!isContested) this.#model.flagged(flag, isOn);
  }

  /** The receiver hides a message. */
  async #hide(schedule: Schedule, { id, to, name }: Acknowledged): Promise<void> {
    const flag = hidingOf(id, to);
    this.#model.flagging(flag, true);
    const answer = await untilAnswered<unknown>(schedule, () => hide(this.#person(to), name));
    if (answer === 'no answer' || answer.errors.length > 0) this.#problems.push(`${flag} was not done`);
    else this.#model.flagged(flag, true);
  }

  async #mark(
    schedule: Schedule,
    { who, to, back }: { who: number; to: number; back: number },
  ): Promise<void> {
    const as = this.#person(who);
    const params = { message_group_uuid: messageGroupUuid(as.uuid, this.#person(to).uuid) };
    const page = await readPage(as, params.message_group_uuid);
    const cursor = page.status === 200 ? page.body.at(-1 - back)?.cursor : undefined;
    if (!cursor) return;
    this.#model.marking(who, to, cursor);
    const answer = await untilAnswered(schedule, () =>
      call(markRead, 'markRead', { as, params, body: { cursor } }),
    );
    if (answer === 'no answer' || answer.status !== 200) this.#problems.push('the marker was not taken');
    else this.#model.marked(who, to, cursor);
  }

  /** Blocks somebody, or ends it. */
  async #block(
    schedule: Schedule,
    { who, to, isOn }: { who: number; to: number; isOn: boolean },
    isContested: boolean,
  ): Promise<void> {
    this.#model.blocking(who, to, isOn);
    const answer = await untilAnswered<unknown>(schedule, () => this.#askBlock(who, to, isOn));
    if (answer === 'no answer' || answer.errors.length > 0) this.#problems.push('a block was not taken');
    else if (!isContested) this.#model.blocked(who, to, isOn);
  }

  #askBlock(who: number, to: number, isOn: boolean): Promise<Answer<undefined>> {
    const sent = { as: this.#person(who), params: { user_uuid: this.#person(to).uuid } };
    return isOn ? call(blockUser, 'blockUser', sent) : call(unblockUser, 'unblockUser', sent);
  }

  /** Changes one's own settings of a conversation. */
  async #set(
    schedule: Schedule,
    { who, to, list, muted_until }: { who: number; to: number; list: string; muted_until: string | null },
    isContested: boolean,
  ): Promise<void> {
    const as = this.#person(who);
    const wanted = settingsOf({ isArchived: list === 'archived', muted_until });
    this.#model.setting(who, to, wanted);
    const sent = { as, params: { message_group_uuid: this.#groupOf(who, to) }, body: { list, muted_until } };
    const answer = await untilAnswered<unknown>(schedule, () =>
      call(updateMessageGroup, 'updateMessageGroup', sent),
    );
    // Without a message there is nothing to set.
    if (answer !== 'no answer' && answer.status === 404) return;
    if (answer === 'no answer' || answer.status !== 200) this.#problems.push('the settings were not taken');
    else if (!isContested) this.#model.set(who, to, wanted);
  }

  async #rename(schedule: Schedule, who: number, isContested: boolean): Promise<void> {
    const name = `user ${who} called ${this.#count++}`;
    this.#model.renaming(who, name);
    const as = this.#person(who);
    const answer = await untilAnswered(schedule, () =>
      call(updateMe, 'updateMe', { as, body: { display_name: name } }),
    );
    if (answer === 'no answer') this.#problems.push('the rename was never answered');
    else if (!isContested) this.#model.renamed(who, name);
  }

  async #project(one: number, other: number, schedule = new Schedule()): Promise<boolean> {
    const [ann, ben] = [this.#person(one), this.#person(other)];
    const Records = [recordOf({ ann, ben, group: messageGroupUuid(ann.uuid, ben.uuid) })];
    const answer = await schedule.process(() => project({ Records }));
    return answer !== 'died' && answer.batchItemFailures.length === 0;
  }

  /** Delivers what the network held back, and drains the stream: every record succeeds in the end. */
  async settle(): Promise<void> {
    for (const schedule of this.#schedules) await schedule.release();
    // These may not be retried, so a concurrent rename may be missing there: `cruddur ddb rebuild` repairs it.
    for (const { who, to } of this.#unanswered) {
      for (const { uuid } of [this.#person(who), this.#person(to)])
        await startRename(uuid, (await findUsers([uuid])).get(uuid) as NamedUser);
    }
    await finishJobs();
    // What was under way at a block is there once it ends.
    for (const [one, other] of pairs) {
      await patiently(() => this.#askBlock(one, other, false));
      await patiently(() => this.#askBlock(other, one, false));
    }
    for (const [one, other] of pairs) {
      const exists = await getRow(this.#person(one).uuid, this.#groupOf(one, other), { consistent: true });
      if (exists && !(await this.#drain(one, other))) this.#problems.push('the stream does not drain');
    }
  }

  async #drain(one: number, other: number): Promise<boolean> {
    for (let attempt = 0; attempt < 8; attempt++) if (await this.#project(one, other)) return true;
    return false;
  }

  async check(): Promise<string[]> {
    const groups = pairs.map(([one, other]) => this.#groupOf(one, other));
    const { texts, violations } = await checkPeople(
      this.#people.map(({ uuid }) => uuid),
      groups,
    );
    violations.push(...this.#model.checkRefused(texts));
    const found = await Promise.all([
      ...pairs.flatMap(([one, other]) => [this.#checkPair(one, other), this.#checkPair(other, one)]),
      ...this.#people.map(async ({ uuid }, user) =>
        this.#model.checkName(user, (await findUsers([uuid])).get(uuid)?.display_name ?? ''),
      ),
    ]);
    return [...this.#problems, ...violations, ...found.flat()];
  }

  /** Checks what one of two people sees through the API, paging from both ends; strangers see nothing. */
  async #checkPair(one: number, other: number): Promise<string[]> {
    const group = this.#groupOf(one, other);
    const as = this.#person(one);
    const [down, up] = await Promise.all([pages(as, group, 'before'), pages(as, group, 'after')]);
    if (!down || !up) return this.#model.haveTalked(one, other) ? ['the message group is lost'] : [];
    const third = this.#person([0, 1, 2, 3].find((user) => user !== one && user !== other) as number);
    const stranger = await readPage(third, group);
    const row = await getRow(as.uuid, group, { consistent: true });
    const query = { list: settingsIn(row).startsWith('archived') ? 'archived' : 'inbox' };
    const lists = await patiently(() => call(listMessageGroups, 'listMessageGroups', { as, query }));
    return [
      ...this.#model.checkMessages(
        one,
        other,
        down.map((message) => this.#listed(message)),
      ),
      ...this.#model.checkMarker(one, other, row?.read_to),
      ...this.#model.checkSettings(one, other, settingsIn(row)),
      ...(isDeepStrictEqual(down, up) ? [] : ['the two ends show different messages']),
      ...(stranger.status === 404 ? [] : ['a stranger can read']),
      ...(lists.body.filter(({ uuid }) => uuid === group).length === 1
        ? []
        : ['the group is not listed once']),
    ];
  }

  #listed({ uuid, message, reactions = [] }: Shown): Listed {
    const userOf = (uuid: string) => this.#people.findIndex((person) => person.uuid === uuid);
    const flat = reactions.flatMap(({ emoji, user_uuids }) =>
      user_uuids.map((one) => ({ user: userOf(one), emoji })),
    );
    return { uuid, message, reactions: flat };
  }

  #person(user: number): Person {
    return this.#people[user] as Person;
  }

  #groupOf(one: number, other: number): string {
    return messageGroupUuid(this.#person(one).uuid, this.#person(other).uuid);
  }
}

const pairs = [0, 1, 2, 3].flatMap((one) =>
  [0, 1, 2, 3].filter((other) => other > one).map((other) => [one, other] as const),
);
const first = '2000-01-01T00:00:00.000Z#00000000-0000-0000-0000-000000000000';

const settingsIn = (row: MessageGroupRow | undefined) =>
  settingsOf({
    isArchived: row?.list !== undefined && nameOfList(row.list) === 'archived',
    muted_until: row?.muted_until ?? null,
  });

/** All messages, oldest first, in pages of three; undefined for a non-member. */
async function pages(as: Person, group: string, direction: 'before' | 'after') {
  const found: Shown[] = [];
  let query: Record<string, string> | undefined = {
    limit: '3',
    ...(direction === 'after' && { after: first }),
  };
  while (query) {
    const page: Page = await readPage(as, group, query);
    if (page.status === 404) return undefined;
    const read = page.body.map(({ uuid, message, reactions }) => ({ uuid, message, reactions }));
    if (direction === 'after') found.push(...read);
    else found.unshift(...read);
    query = page.next;
  }
  return found;
}

type Shown = Pick<Message, 'uuid' | 'message' | 'reactions'>;

type Page = Awaited<ReturnType<typeof readPage>>;

const readPage = (as: Person, message_group_uuid: string, query?: Record<string, string>) =>
  patiently(() => call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query }));
