import { type Burst, burst } from './capacity-bursts.ts';
import {
  firstMessage,
  nextMessages,
  pageOfGroups,
  pageOfMessages,
  type Row,
  readMarker,
  type Units,
} from './capacity-patterns.ts';
import { bars, lines } from './chart.ts';
import { createOriginalTable } from './original.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { round } from './statistics.ts';

const SIZES = [1, 20, 100];
const BURSTS = [1, 10, 100];

export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  await createOriginalTable();
  const few = quick ? 2 : 3;
  const rows: Row[] = [];
  for (const size of SIZES.slice(0, few)) rows.push(await pageOfMessages(size));
  for (const size of SIZES.slice(0, few)) rows.push(await pageOfGroups(size));
  progress('sends');
  rows.push(await firstMessage(), ...(await nextMessages()));
  for (const size of SIZES.slice(0, few)) rows.push(await readMarker(size));
  progress('bursts');
  const bursts: Burst[] = [];
  for (const size of BURSTS.slice(0, few)) bursts.push(await burst(size));
  return {
    title: 'Capacity',
    intro: [
      'The minimum is arithmetic: the bytes of the items that the pattern must read or write, rounded as DynamoDB rounds them, with no transaction, receipt or version. Reads include the membership check, which the original does not have. The difference in C is the price of all or nothing: a transaction costs twice a plain write, and the read looks whether these two have talked before. D writes one item with a UUIDv7 as its idempotency key, as the clients send it, and without a key; another key costs a transaction and a receipt as one more item. One write of each send counts it against a limit. A read marker that leaves messages unread reads the message that it comes to stand at.',
      'A burst is that many messages to one group that arrive within one batch window of the stream: the send of each (with a UUIDv7 as its key) and the projection of the batch.',
    ],
    tables: [capacityTable(rows), burstTable(bursts)],
    charts: [
      {
        name: 'capacity',
        alt: 'Units by pattern: the minimum, this system and the original application',
        spec: bars('Capacity units by pattern (RCU + WCU)', rows.flatMap(toBars), {
          x: { field: 'pattern', title: '' },
          y: { field: 'units', title: 'RCU + WCU' },
          series,
        }),
      },
      {
        name: 'bursts',
        alt: 'Units for each message of a burst of 1, 10 and 100, this system and the original application',
        spec: lines('Units for each message of a burst', bursts.flatMap(toLines), {
          x: { field: 'messages', title: 'messages in the batch', log: true },
          y: { field: 'units', title: 'RCU + WCU for each message' },
          series,
        }),
      },
    ],
  };
}

const series = { field: 'series', order: ['minimum', 'this system', 'original'] };
const sum = ({ rcu, wcu }: Units) => rcu + wcu;
const text = (units: Units | undefined) =>
  units ? [units.rcu && `${units.rcu} RCU`, units.wcu && `${units.wcu} WCU`].filter(Boolean).join(' + ') : '';

const capacityTable = (rows: Row[]): Table => ({
  title: 'Units by pattern',
  columns: ['pattern', 'minimum', 'this system', 'original'],
  rows: rows.map(({ pattern, minimum, ours, original }) => [
    pattern,
    text(minimum),
    text(ours),
    text(original),
  ]),
});

const burstTable = (bursts: Burst[]): Table => ({
  title: 'Units of a burst to one group',
  columns: ['messages', 'sends', 'projection', 'this system, each', 'original', 'original, each'],
  rows: bursts.map(({ messages, sends, projection, original }) => [
    messages,
    text(sends),
    text(projection),
    round((sum(sends) + sum(projection)) / messages),
    text(original),
    round(sum(original) / messages),
  ]),
});

const toBars = ({ pattern, minimum, ours, original }: Row) => [
  { pattern, series: 'minimum', units: sum(minimum) },
  { pattern, series: 'this system', units: sum(ours) },
  ...(original ? [{ pattern, series: 'original', units: sum(original) }] : []),
];

const toLines = ({ messages, sends, projection, original }: Burst) => [
  { messages, series: 'minimum', units: (messages + 2 * INDEXED_ROW_WCU) / messages },
  { messages, series: 'this system', units: (sum(sends) + sum(projection)) / messages },
  { messages, series: 'original', units: sum(original) / messages },
];

/** Write units of a row whose time changes: the row, its old index entry and its new one. */
const INDEXED_ROW_WCU = 3;
