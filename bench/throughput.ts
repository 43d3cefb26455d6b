import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type OperationName, routeOf } from '../shared/contract/routes.ts';
import { createStranger } from '../test/accounts.ts';
import { type Conversation, createConversation, storeText } from '../test/conversations.ts';
import { lines } from './chart.ts';
import { bottleneck, type Cores, coresBetween, engineSeconds, ownSeconds } from './cores.ts';
import { createReceiver, textOf } from './people.ts';
import { type Pipeline, runPipeline } from './pipeline.ts';
import { measurePush, type PushRate } from './push-rate.ts';
import { measureRate, type Rate } from './rates.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { round } from './statistics.ts';

interface Load {
  pattern: string;
  connections: number;
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
  cores: Cores;
}

export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  progress('send to row');
  const pipeline = await runPipeline(quick ? 100 : 2_000);
  const rates: Rate[] = [];
  for (const [perSecond, groups] of quick ? [[50, 20] as const] : RATES) {
    progress(`${perSecond} messages a second over ${groups} groups`);
    rates.push(await measureRate(perSecond, groups, quick ? 3 : 20));
  }
  progress('push');
  const pushes = await measurePush(quick ? [1, 100] : [1, 10, 100], quick ? 5 : 20);
  const conversation = await createConversation(
    Array.from({ length: 40 }, (_, n) => textOf(n)),
    createStranger,
  );
  for (let n = 1; n < GROUPS_LISTED; n++)
    await storeText(await createReceiver(), conversation.ann, textOf(n), Date.now() - n * 1000);
  const server = fork(join(import.meta.dirname, 'http-server.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const loads: Load[] = [];
  try {
    for (const [pattern, request] of Object.entries(requests(conversation))) {
      for (const connections of quick ? [1, 8] : [1, 4, 16, 64]) {
        progress(`${pattern}, ${connections} connections`);
        loads.push(await load(server, port, pattern, request, connections, quick ? 1 : 5));
      }
    }
  } finally {
    server.disconnect();
  }
  return describe(loads, pipeline, rates, pushes);
}

const RATES = [
  [50, 1],
  [100, 1],
  [50, 20],
  [100, 20],
] as const;

/** Pattern B lists a page of these. */
const GROUPS_LISTED = 25;

type LoadRequest = Pick<autocannon.Options, 'method' | 'headers' | 'body' | 'idReplacement'> & {
  path: string;
};

function requests({ ann, message_group_uuid }: Conversation): Record<string, LoadRequest> {
  const headers = { authorization: `Bearer ${ann.token}` };
  return {
    A: { path: pathOf('listMessages', message_group_uuid), headers },
    B: { path: pathOf('listMessageGroups'), headers },
    D: {
      path: pathOf('sendMessage'),
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ message: textOf(1), message_group_uuid }),
    },
  };
}

const pathOf = (name: OperationName, group = '') => routeOf(name).path.replace(/\{\w+\}/, group);

async function load(
  server: ChildProcess,
  port: number,
  pattern: string,
  { path, ...request }: LoadRequest,
  connections: number,
  duration: number,
): Promise<Load> {
  const before = await busy(server);
  const started = performance.now();
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${path}`,
    ...request,
    connections,
    duration,
  });
  const seconds = (performance.now() - started) / 1000;
  const after = await busy(server);
  return {
    pattern,
    connections,
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
    cores: coresBetween(before, after, seconds),
  };
}

/** CPU seconds so far of every process that serves a request. */
async function busy(server: ChildProcess): Promise<Cores> {
  server.send('cpu');
  const [{ cpuSeconds: functions }] = (await once(server, 'message')) as [{ cpuSeconds: number }];
  return { functions, DynamoDB: await engineSeconds(), 'load generator': ownSeconds() };
}

function describe(loads: Load[], pipeline: Pipeline, rates: Rate[], pushes: PushRate[]): Section {
  return {
    title: 'Throughput',
    intro: [
      'The functions of patterns A, B and D (without an idempotency key) behind a plain HTTP server in one process, under `autocannon`. `sls offline` would measure the emulator. On Lambda each request at a time has an instance of its own; here all share one core, and the machine also runs the stores and the load generator. The last columns say how many cores each kept busy: what is at its limit is the bottleneck. A and B answer pages of 20, B of a list of 25 groups.',
      `From send to row: ${pipeline.messages} messages over ${pipeline.groups} groups, sent ${pipeline.atOnce} at a time by the same function as a send, while the event source mapping runs the projection. The clock stops when every record is done. Senders, mapping and projection are one process. Nobody reads.`,
      'At a steady rate: through the mapping as it is deployed, its window of a second too. Units are those of the projection for each message, lost updates among them; the delay is from the put to both rows.',
      'Push: full batches of 100 messages in one lane, to a connection of each of the two members, of a gateway that takes 10 ms to answer.',
    ],
    tables: [loadTable(loads), pipelineTable(pipeline), rateTable(rates), pushTable(pushes)],
    charts: [
      {
        name: 'throughput',
        alt: 'Requests for each second by the number of connections, for patterns A, B and D',
        spec: lines('Requests for each second, one process', loads, {
          x: { field: 'connections', title: 'connections', log: true },
          y: { field: 'perSecond', title: 'requests for each second' },
          series: { field: 'pattern', order: ['A', 'B', 'D'] },
        }),
      },
    ],
  };
}

const loadTable = (loads: Load[]): Table => ({
  title: 'Requests for each second; latency in milliseconds',
  columns: [
    ...['pattern', 'connections', 'requests/s', 'p50', 'p99', 'failed'],
    ...['cores: functions', 'DynamoDB', 'load generator', 'bottleneck'],
  ],
  rows: loads.map(({ pattern, connections, perSecond, p50, p99, failed, cores }) => [
    ...[pattern, connections, round(perSecond), p50, p99, failed],
    ...Object.values(cores).map(round),
    bottleneck(cores),
  ]),
});

const pipelineTable = ({ messages, sendSeconds, totalSeconds, batches, cores }: Pipeline): Table => ({
  title: 'From send to row',
  columns: [
    ...['messages', 'sent/s', 'projected/s', 'batches', 'behind the last send, ms'],
    ...['cores: functions', 'DynamoDB', 'bottleneck'],
  ],
  rows: [
    [
      messages,
      round(messages / sendSeconds),
      round(messages / totalSeconds),
      batches,
      round((totalSeconds - sendSeconds) * 1000),
      ...Object.values(cores).map(round),
      bottleneck(cores),
    ],
  ],
});

const rateTable = (rates: Rate[]): Table => ({
  title: 'From put to row at a steady rate',
  columns: [
    ...['messages/s', 'groups', 'messages', 'RCU each', 'WCU each', 'updates lost', 'records failed'],
    ...['delay p50, ms', 'p99'],
  ],
  rows: rates.map(({ perSecond, groups, messages, rcu, wcu, lost, failed, p50, p99 }) => [
    ...[perSecond, groups, messages, round(rcu), round(wcu), lost, failed, Math.round(p50), Math.round(p99)],
  ]),
});

const pushTable = (pushes: PushRate[]): Table => ({
  title: 'One lane of push',
  columns: ['groups in a batch of 100', 'records/s', 'posts for a batch'],
  rows: pushes.map(({ groups, recordsPerSecond, posts }) => [groups, Math.round(recordsPerSecond), posts]),
});
