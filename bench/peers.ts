import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type LocalCloud, startLocalCloud } from './local-cloud.ts';
import { prepareCruddur } from './peers/cruddur.ts';
import { ask, GROUPS, MESSAGES, type Peer } from './peers/peer.ts';
import { startSynapse } from './peers/synapse.ts';
import { textOf } from './people.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { serveDirectly } from './served-functions.ts';
import { median, percentile, round } from './statistics.ts';

const loads = [
  { what: 'send', connections: 1 },
  { what: 'send', connections: 8 },
  { what: 'send', connections: 32 },
  { what: 'newest 20', connections: 8 },
  { what: 'list', connections: 8 },
] as const;
type Kind = (typeof loads)[number];

interface Load {
  peer: string;
  kind: Kind;
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
}

interface Rest {
  peer: string;
  live: number[];
  before: number;
  after: number;
}

/** The same client against Matrix Synapse and this system. README.md in this folder says how to install Synapse. */
export async function run({ quick, progress, synapsePython }: SectionOptions): Promise<Section> {
  if (!synapsePython) throw new Error('CRUDDUR_SYNAPSE_PYTHON is not set: see bench/README.md.');
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-bench-peers-'));
  const stops: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    progress('Synapse starts');
    const synapse = await startSynapse(synapsePython, join(folder, 'synapse'));
    stops.push(synapse.stop);
    progress('the local cloud starts');
    const cloud: LocalCloud = await startLocalCloud(join(folder, 'data'));
    stops.push(cloud.stop);
    const direct = await serveDirectly(cloud);
    stops.push(() => direct.child.disconnect());
    const peers = [...(await prepareCruddur(cloud, direct.port)), synapse.peer];
    const before = await memoryOf(peers);
    const measured = await compare(peers, quick, progress);
    const rests: Rest[] = [];
    for (const peer of peers) {
      progress(`live messages of ${peer.name}`);
      const live = await delays(peer, quick ? 10 : 60);
      rests.push({ peer: peer.name, live, before: before[peer.name] ?? Number.NaN, after: Number.NaN });
    }
    const after = await memoryOf(peers);
    for (const rest of rests) rest.after = after[rest.peer] ?? Number.NaN;
    return describe(peers, measured, rests);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function compare(peers: Peer[], quick: boolean, progress: SectionOptions['progress']): Promise<Load[]> {
  const measured: Load[] = [];
  for (const kind of loads) {
    for (let n = 0; n < (quick ? 1 : 3); n++) {
      progress(`${kind.what}, ${kind.connections} connections, round ${n + 1}`);
      for (const peer of n % 2 ? peers.toReversed() : peers)
        measured.push({ peer: peer.name, kind, ...(await load(peer, kind, quick ? 2 : 3)) });
    }
  }
  return measured;
}

async function load(peer: Peer, { what, connections }: Kind, duration: number) {
  const { path, ...request } =
    what === 'send' ? peer.send(textOf(1)) : what === 'list' ? peer.list : peer.page;
  const result = await autocannon({
    url: `${peer.origin}${path}`,
    ...request,
    headers: { ...peer.headers, 'content-type': 'application/json' },
    connections,
    duration,
    timeout: 30,
  });
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** Milliseconds from sending a message to its arrival at the other person's client. */
async function delays(peer: Peer, messages: number): Promise<number[]> {
  const live = await peer.listen?.();
  if (!live) return [];
  const found: number[] = [];
  for (let n = 0; n < messages; n++) {
    const text = `${textOf(n)} ${n}`;
    const { path, method, body = '' } = peer.send(text);
    const sent = performance.now();
    const sending = ask(`${peer.origin}${path}`, {
      ...(method && { method }),
      body: JSON.parse(body),
      headers: peer.headers,
    });
    while ((await live.next()) !== text);
    found.push(performance.now() - sent);
    await sending;
  }
  live.close();
  return found;
}

async function memoryOf(peers: Peer[]): Promise<Record<string, number>> {
  const found = await Promise.all(peers.map(async ({ name, memory }) => [name, await memory?.()] as const));
  return Object.fromEntries(found.flatMap(([name, megabytes]) => (megabytes ? [[name, megabytes]] : [])));
}

function describe(peers: Peer[], measured: Load[], rests: Rest[]): Section {
  return {
    title: 'Beside a Matrix server',
    intro: [
      `The same client against Matrix Synapse (one process, SQLite, its rate limits lifted) and this system on one machine, in turns; figures are medians of the rounds. One person has ${GROUPS} conversations and sends into one of them, which has ${MESSAGES} messages to begin with. "Newest 20" is a page of that conversation; "list" is the list with the newest message of each, for Synapse the initial \`/sync\` with one event a room, which also carries the rooms' state. A live message is timed from the beginning of its send until the other person's client has it, by WebSocket here and by the long poll of \`/sync\` there.`,
      'Synapse does more: federation, state of rooms, encryption keys. The functions called directly have the stores of the local cloud, but no gateway; live messages and memory are the local cloud’s. Its memory includes Postgres, the DynamoDB engine, the user pool, the page and the emulated gateway, none of which a deployment runs.',
    ],
    tables: [rateTable(peers, measured), restTable(rests)],
    charts: [],
  };
}

const rateTable = (peers: Peer[], measured: Load[]): Table => ({
  title: 'Requests for each second, p50 / p99 in milliseconds',
  columns: ['request', 'connections', ...peers.map(({ name }) => name), 'direct to Synapse', 'failed'],
  rows: loads.map((kind) => {
    const of = (peer: string) => measured.filter((one) => one.peer === peer && one.kind === kind);
    const rate = (peer: string) => median(of(peer).map(({ perSecond }) => perSecond));
    const cell = (peer: string) => {
      const [p50, p99] = [median(of(peer).map((one) => one.p50)), median(of(peer).map((one) => one.p99))];
      return `${round(rate(peer))}, ${p50} / ${p99}`;
    };
    const failed = measured.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.failed, 0);
    const ratio = round(rate('functions called directly') / rate('Synapse'));
    return [kind.what, kind.connections, ...peers.map(({ name }) => cell(name)), ratio, failed];
  }),
});

const restTable = (rests: Rest[]): Table => ({
  title: 'A live message, milliseconds; memory of all processes (PSS), MB',
  columns: ['system', 'live p50', 'live p99', 'memory before', 'after'],
  rows: rests
    .filter(({ live }) => live.length > 0)
    .map(({ peer, live, before, after }) => [
      peer,
      ...[median(live), percentile(live, 0.99), before, after].map(round),
    ]),
});
