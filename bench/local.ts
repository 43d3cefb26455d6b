import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { host } from '../local/settings.ts';
import { routeOf } from '../shared/contract/routes.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { type LocalCloud, type SamplePerson, signIn, startLocalCloud } from './local-cloud.ts';
import { textOf } from './people.ts';
import { engineBelow, treeMemory, treeSeconds } from './process-tree.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { serveByOffline, serveDirectly } from './served-functions.ts';
import { median, round } from './statistics.ts';

/** Ways to run the same functions on the same stores. */
const ways = [
  'called directly',
  'local cloud',
  'a worker for each request',
  'in the gateway’s process',
] as const;
type Way = (typeof ways)[number];

const CONNECTIONS = [1, 8, 32, 200];
/** Seconds until a fresh cloud has finished its own work. */
const SETTLE_S = 5;

interface Round {
  way: Way;
  connections: number;
  perSecond: number;
  failed: number;
  p50: number;
  p99: number;
  /** The DynamoDB engine's CPU for each message, the projection's reads and writes included. */
  engineMs: number;
  /** CPU of all processes for each message, but the load generator. */
  cpuMs: number;
}

interface Start {
  start: 'first' | 'next';
  seconds: number;
  megabytes: number;
}

/** Next messages without a key, through the local cloud as `npm start` starts it and by the functions alone. */
export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-bench-local-'));
  const data = join(folder, 'data');
  const starts: Start[] = [];
  try {
    for (const start of ['first', 'next'] as const) {
      progress(`${start} start`);
      const cloud = await startLocalCloud(data);
      try {
        await pause(SETTLE_S * 1000);
        starts.push({ start, seconds: cloud.readySeconds, megabytes: await treeMemory(cloud.pid) });
        if (start === 'next') return describe(starts, await compare(cloud, folder, quick, progress));
      } finally {
        await cloud.stop();
      }
    }
    throw new Error('There was no second start.');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  cloud: LocalCloud,
  folder: string,
  quick: boolean,
  progress: SectionOptions['progress'],
): Promise<Round[]> {
  const person = await signIn(cloud, 'bayko');
  const engine = await engineBelow(cloud.pid);
  const others = await Promise.all([
    serveDirectly(cloud),
    serveByOffline(cloud, join(folder, 'worker'), 'worker'),
    serveByOffline(cloud, join(folder, 'process'), 'process'),
  ]);
  const [direct, worker, inProcess] = others.map(({ port }) => port) as [number, number, number];
  const portOf: Record<Way, number> = {
    'called directly': direct,
    'local cloud': cloud.settings.ports.messaging,
    'a worker for each request': worker,
    'in the gateway’s process': inProcess,
  };
  /** CPU seconds so far. */
  const busy = async () => {
    const trees = [cloud.pid, ...others.map(({ child }) => child.pid ?? 0)];
    const seconds = await Promise.all(trees.map(treeSeconds));
    return { engine: await cpuSeconds(engine), all: seconds.reduce((sum, one) => sum + one, 0) };
  };
  const rounds: Round[] = [];
  try {
    for (const way of ways) await warmUp(portOf[way], person);
    for (const connections of CONNECTIONS) {
      for (let n = 0; n < (quick ? 1 : roundsOf(connections)); n++) {
        progress(`${connections} connections, round ${n + 1}`);
        for (const way of n % 2 ? ways.toReversed() : ways) {
          const before = await busy();
          const sent = await send(portOf[way], person, connections, quick ? 2 : secondsFor(connections));
          const after = await busy();
          const perMessage = (part: 'engine' | 'all') =>
            ((after[part] - before[part]) * 1000) / sent.messages;
          rounds.push({
            way,
            connections,
            ...sent,
            engineMs: perMessage('engine'),
            cpuMs: perMessage('all'),
          });
        }
      }
    }
  } finally {
    for (const { child } of others) child.disconnect();
  }
  return rounds;
}

/** With many connections each waits longer for its turn. */
const secondsFor = (connections: number) => (connections > 100 ? 8 : 3);
const roundsOf = (connections: number) => (connections > 100 ? 1 : 2);

/** The first request loads the function. */
const warmUp = (port: number, person: SamplePerson) => send(port, person, 1, 1);

async function send(
  port: number,
  { token, message_group_uuid }: SamplePerson,
  connections: number,
  duration: number,
) {
  const result = await autocannon({
    url: `http://${host}:${port}${routeOf('sendMessage').path}`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message: textOf(1), message_group_uuid }),
    connections,
    duration,
    timeout: 30,
  });
  return {
    messages: result['2xx'],
    perSecond: result['2xx'] / result.duration,
    failed: result.non2xx + result.errors,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

function describe(starts: Start[], rounds: Round[]): Section {
  return {
    title: 'The local cloud',
    intro: [
      `The local cloud as \`npm start\` starts it, and the same functions on the same stores called directly behind a plain HTTP server. Each sends next messages without a key into one group for some seconds, in turn, with ${CONNECTIONS.join(', ')} connections; figures are medians of the rounds, failures their sum. The stores, the projection of what is sent and the load generator share the machine's cores with the functions in each row. The last columns are CPU for each message in milliseconds: of all processes but the load generator, with the projection and the frame of the message, and of the DynamoDB engine alone, whose stream is trimmed, so that it does not grow with the messages sent so far.`,
      'Two more rows are what `serverless-offline` does by itself, measured in the same turns: a worker thread for each request at a time, or all in the process of the gateway. The local cloud has a thread for each service instead ([decision 44](decisions/0044-the-services-share-a-process.md)): a function that crashes or hangs takes nothing of other services along, and a request at a time needs no copy of the bundle.',
      'Goals: at 32 connections at least 0.7 of the functions called directly, no failure at 200, p99 under ten times p50, at most 700 MB at rest, ready within 8 s.',
    ],
    tables: [startTable(starts), rateTable(rounds)],
    charts: [],
  };
}

const startTable = (starts: Start[]): Table => ({
  title: `Start and memory (PSS of all its processes, ${SETTLE_S} s after it is ready)`,
  columns: ['start', 'ready, s', 'at rest, MB'],
  rows: starts.map(({ start, seconds, megabytes }) => [start, round(seconds), round(megabytes)]),
});

const rateTable = (rounds: Round[]): Table => ({
  title: 'Next messages; latency in milliseconds',
  columns: [
    'connections',
    'functions',
    'requests/s',
    'to direct',
    'failed',
    'p50',
    'p99',
    'p99 to p50',
    'CPU',
    'engine CPU',
  ],
  rows: CONNECTIONS.flatMap((connections) =>
    ways.map((way) => {
      const of = (wanted: Way) =>
        rounds.filter((one) => one.way === wanted && one.connections === connections);
      const own = of(way);
      const pairs = own.map(
        ({ perSecond }, n) => perSecond / (of('called directly')[n]?.perSecond ?? Number.NaN),
      );
      const [p50, p99] = [median(own.map((one) => one.p50)), median(own.map((one) => one.p99))];
      const failed = own.reduce((sum, one) => sum + one.failed, 0);
      const rates = [median(own.map(({ perSecond }) => perSecond)), median(pairs)].map(round);
      const [cpuMs, engineMs] = [median(own.map((one) => one.cpuMs)), median(own.map((one) => one.engineMs))];
      return [connections, way, ...rates, failed, p50, p99, round(p99 / p50), round(cpuMs), round(engineMs)];
    }),
  ),
});
