import { isDeepStrictEqual } from 'node:util';
import { handler as getMessageGroup } from '../../services/messaging/get-message-group.ts';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { nameOfList } from '../../shared/dynamo/keys.ts';
import { getRow, type MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import { call } from '../call.ts';
import { checkPeople } from '../check-people.ts';
import { patiently } from '../client.ts';
import { overOutages } from '../install-faults.ts';
import { checkGone } from './check-gone.ts';
import { checkSearch } from './check-search.ts';
import type { Listed } from './model/messages.ts';
import { pages, readPage, type Shown } from './pages.ts';
import { pairs, type World } from './world.ts';

/** @returns every deviation of the stores and of the API from the model. */
export async function check(world: World): Promise<string[]> {
  const { messages, leaving } = world.model;
  for (const [user, choices] of leaving.all()) messages.erased(user, choices);
  const groups = pairs.map(([one, other]) => world.groupOf(one, other));
  const uuids = world.people.map(({ uuid }) => uuid);
  const { items, texts, violations } = await overOutages(() => checkPeople(uuids, groups));
  const read = new Map<string, Shown[] | undefined>();
  const readAs = async (one: number, other: number) => {
    const { down, problems } = await checkPair(world, one, other);
    read.set(`${one} ${other}`, down);
    return problems;
  };
  const found = await Promise.all([
    ...pairs.flatMap(([one, other]) => [readAs(one, other), readAs(other, one)]),
    overOutages(() => checkNames(world)),
    overOutages(() => checkGone(world, items)),
  ]);
  found.push(await checkSearch(world, items, (one, other) => read.get(`${one} ${other}`)));
  return [...world.problems, ...violations, ...messages.checkRefused(texts), ...found.flat()];
}

async function checkNames({ people, model }: World): Promise<string[]> {
  const users = await findUsers(people.map(({ uuid }) => uuid));
  return people.flatMap(({ uuid }, user) =>
    model.leaving.mayBeGone(user) ? [] : model.names.check(user, users.get(uuid)?.display_name ?? ''),
  );
}

/** Checks what one of two people sees through the API, paging from both ends; strangers see nothing. */
async function checkPair(world: World, one: number, other: number) {
  const group = world.groupOf(one, other);
  const as = world.person(one);
  const [down, up] = await Promise.all([pages(as, group, 'before'), pages(as, group, 'after')]);
  return { down, problems: await checkRead(world, [one, other], { down, up }) };
}

async function checkRead(
  world: World,
  [one, other]: readonly [number, number],
  { down, up }: { down: Shown[] | undefined; up: Shown[] | undefined },
): Promise<string[]> {
  const { messages, leaving, rows } = world.model;
  const group = world.groupOf(one, other);
  const as = world.person(one);
  if (leaving.mayBeGone(one)) return down || up ? [`${one} has left and can read`] : [];
  if (!down || !up) return messages.haveTalked(one, other) ? ['the message group is lost'] : [];
  const row = await getRow(as.uuid, group, { consistent: true });
  if (!row) return ['the row is lost'];
  const list = listOf(row);
  const query = { list: list === 'pinned' ? 'inbox' : list };
  const lists = await patiently(() => call(listMessageGroups, 'listMessageGroups', { as, query }));
  return [
    ...messages.checkRead(
      one,
      other,
      down.map((message) => listed(world, message)),
      rows.clearedTo(one, other),
    ),
    ...rows.check(one, other, { ...row, list }),
    ...(isDeepStrictEqual(down, up) ? [] : ['the two ends show different messages']),
    ...(lists.body.filter(({ uuid }) => uuid === group).length === 1 ? [] : ['the group is not listed once']),
    ...(await checkStranger(world, one, other)),
    ...(await checkRequest(world, { sender: other, receiver: one }, row)),
  ];
}

async function checkStranger(world: World, one: number, other: number): Promise<string[]> {
  const third = [0, 1, 2, 3].find((user) => user !== one && user !== other) as number;
  const { status } = await readPage(world.person(third), world.groupOf(one, other));
  const refusals = world.model.leaving.mayBeGone(third) ? [403, 404] : [404];
  return refusals.includes(status) ? [] : ['a stranger can read'];
}

/** A request that waits adds to no total, and its sender sees no receipt. */
async function checkRequest(
  world: World,
  { sender, receiver }: { sender: number; receiver: number },
  received: MessageGroupRow,
): Promise<string[]> {
  if (world.model.leaving.mayBeGone(sender)) return [];
  const message_group_uuid = world.groupOf(sender, receiver);
  const [from, to] = [world.person(sender), world.person(receiver)];
  const sent = await getRow(from.uuid, message_group_uuid, { consistent: true });
  const found = { received: received.request, sent: sent?.request, list: listOf(received) };
  if (!received.request || received.request === 'sent')
    return world.model.requests.check(sender, receiver, { ...found, ...nothing });
  const query = { unread: 'true' };
  const [unread, group, page] = await Promise.all([
    patiently(() => call(listMessageGroups, 'listMessageGroups', { as: to, query })),
    patiently(() => call(getMessageGroup, 'getMessageGroup', { as: from, params: { message_group_uuid } })),
    pages(from, message_group_uuid, 'before'),
  ]);
  return world.model.requests.check(sender, receiver, {
    ...found,
    isUnread: unread.body.some(({ uuid }) => uuid === message_group_uuid),
    isSeen: group.body.members.some(({ user_uuid, read_to }) => user_uuid === to.uuid && read_to),
    messages: page?.length ?? 0,
  });
}

const nothing = { isUnread: false, isSeen: false, messages: 0 };

const listOf = ({ list = 'inbox#' }: MessageGroupRow) => nameOfList(list);

function listed(world: World, { uuid, cursor, message, reactions = [] }: Shown): Listed {
  const userOf = (uuid: string) => world.people.findIndex((person) => person.uuid === uuid);
  const flat = reactions.flatMap(({ emoji, user_uuids }) =>
    user_uuids.map((one) => ({ user: userOf(one), emoji })),
  );
  return { uuid, cursor, message, reactions: flat };
}
