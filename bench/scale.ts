import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { UNREAD_COUNT_MAX } from '../shared/contract/message-groups.ts';
import { refreshMessageGroup } from '../shared/dynamo/projection.ts';
import { metered } from '../shared/edge/metering.ts';
import { createStranger, type Person } from '../test/accounts.ts';
import { type Answer, call, unitsOf } from '../test/call.ts';
import { lines } from './chart.ts';
import { addMessage } from './people.ts';
import { type LargeGroup, loadGroup, loadUserWithGroups } from './scale-data.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { percentile, round } from './statistics.ts';

/** A request that is measured repeatedly. */
interface Probe {
  pattern: string;
  items: number;
  ask(): Promise<Answer<unknown>>;
}

interface Found extends Probe {
  times: number[];
  rcu: number;
}

export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  const calls = quick ? 10 : 300;
  const probes: Probe[] = [];
  for (const size of quick ? [10, 100] : [10, 1_000, 10_000]) {
    progress(`${size.toLocaleString('en')} groups`);
    probes.push(...(await groupProbes(size)));
  }
  for (const size of quick ? [100, 1_000] : [100, 10_000, 100_000]) {
    probes.push(...messageProbes(await loadGroup(size, progress)));
  }
  progress('reading');
  const found = await measure(probes, calls, quick ? 2 : 20);
  progress('projection');
  const projections = [];
  for (const unread of quick ? [1, 100] : [1, 100, 10_000]) {
    projections.push(await measureProjection(unread, quick ? 3 : 50));
  }
  return describe(found, projections, calls);
}

function messageProbes({ ann, message_group_uuid, messages, cursorAt }: LargeGroup): Probe[] {
  const ask = (query: Record<string, string>) => () =>
    call(listMessages, 'listMessages', { as: ann, params: { message_group_uuid }, query });
  return [
    { pattern: 'A, newest page', items: messages, ask: ask({}) },
    { pattern: 'A, middle', items: messages, ask: ask({ before: cursorAt(messages / 2) }) },
    { pattern: 'A, oldest page', items: messages, ask: ask({ before: cursorAt(20) }) },
  ];
}

async function groupProbes(groups: number): Promise<Probe[]> {
  const as = await loadUserWithGroups(groups);
  const first = await call(listMessageGroups, 'listMessageGroups', { as, query: { limit: '5' } });
  const ask =
    (query: Record<string, string> = {}) =>
    () =>
      call(listMessageGroups, 'listMessageGroups', { as, query });
  return [
    { pattern: 'B, first page', items: groups, ask: ask() },
    { pattern: 'B, next page', items: groups, ask: ask({ cursor: first.next?.cursor ?? '' }) },
  ];
}

/** Interleaves the probes, so that other load on the machine affects every size alike. */
async function measure(probes: Probe[], calls: number, warmUp: number): Promise<Found[]> {
  const found: Found[] = probes.map((probe) => ({ ...probe, times: [], rcu: 0 }));
  for (let n = -warmUp; n < calls; n++) {
    for (const probe of found) {
      const started = performance.now();
      const answer = await probe.ask();
      if (n >= 0) probe.times.push(performance.now() - started);
      if (answer.status !== 200) throw new Error(`${probe.pattern} answered ${answer.status}.`);
      probe.rcu = unitsOf(answer).rcu;
    }
  }
  return found;
}

interface ProjectionCost {
  unread: number;
  rcu: number;
  wcu: number;
  times: number[];
}

/** Projects one more message in a group in which neither member has read anything. */
async function measureProjection(unread: number, calls: number): Promise<ProjectionCost> {
  const reader = await createStranger();
  const cost: ProjectionCost = { unread, rcu: 0, wcu: 0, times: [] };
  let group = await projectedGroup(2 * unread, reader);
  for (let n = 0; n < calls; n++) {
    const { ann, ben, message_group_uuid } = group;
    const place = await addMessage(ann, ben, message_group_uuid);
    const started = performance.now();
    await metered(async (consumption) => {
      await refreshMessageGroup(
        message_group_uuid,
        [ann.uuid, ben.uuid],
        [{ place, user_uuid: ann.uuid, effect: 'new' }],
      );
      cost.times.push(performance.now() - started);
      Object.assign(cost, { rcu: consumption.readUnits, wcu: consumption.writeUnits });
    });
    // Below the maximum of the count, one more unread message would change what is measured.
    if (unread < UNREAD_COUNT_MAX) group = await projectedGroup(2 * unread, reader);
  }
  return cost;
}

/** A group whose rows say what its messages say, as they do where each was projected when it came. */
async function projectedGroup(count: number, reader: Person) {
  const group = await loadGroup(count, () => {}, reader);
  await refreshMessageGroup(group.message_group_uuid, [group.ann.uuid, group.ben.uuid]);
  return group;
}

function describe(found: Found[], projections: ProjectionCost[], calls: number): Section {
  return {
    title: 'Scale',
    intro: [
      `Pages of 20 from groups of messages and lists of groups of very different sizes, each measured ${calls} times in turn. What a page costs may not depend on how much there is beside it. DynamoDB itself promises that; this shows that nothing here gives it away, and that a cursor into the middle costs what the newest page costs.`,
      'A projection is measured 50 times, each after one more message to a group in which neither member has read anything. Counting stops at 100, and so does its cost.',
    ],
    tables: [readTable(found), projectionTable(projections)],
    charts: [
      {
        name: 'scale',
        alt: 'Median time of a page by the number of items in the group or list',
        spec: lines(
          'Median time of a page',
          found.map(({ pattern, items, times }) => ({ pattern, items, ms: percentile(times, 0.5) })),
          {
            x: { field: 'items', title: 'messages in the group, or groups of the user', log: true },
            y: { field: 'ms', title: 'milliseconds' },
            series: { field: 'pattern', order: [...new Set(found.map(({ pattern }) => pattern))] },
          },
        ),
      },
    ],
  };
}

const readTable = (found: Found[]): Table => ({
  title: 'A page of 20, milliseconds',
  columns: ['pattern', 'items', 'p50', 'p99', 'RCU'],
  rows: found
    .toSorted((one, other) => one.pattern.localeCompare(other.pattern) || one.items - other.items)
    .map(({ pattern, items, times, rcu }) => [
      pattern,
      items,
      round(percentile(times, 0.5)),
      round(percentile(times, 0.99)),
      rcu,
    ]),
});

const projectionTable = (projections: ProjectionCost[]): Table => ({
  title: 'A projection, milliseconds',
  columns: ['unread of each member', 'p50', 'p99', 'RCU', 'WCU'],
  rows: projections.map(({ unread, times, rcu, wcu }) => [
    unread,
    round(percentile(times, 0.5)),
    round(percentile(times, 0.99)),
    rcu,
    wcu,
  ]),
});
