import {
  customMetrics,
  memoryGb,
  milliseconds,
  monthsKept,
  perMessage,
  perUser,
  searchedBytesPerMessage,
  standing,
  storedBytesPerMessage,
  tracedShare,
  units,
} from './assumptions.ts';
import { hoursPerMonth, prices } from './prices.ts';

export interface Load {
  /** Messages sent in a month. */
  messages: number;
  /** People who use it in a month. */
  users: number;
  stage: 'dev' | 'prod';
  /** Whether the DAX switch is on, with one node. */
  dax?: boolean;
  /** Whether the stage searches messages; on if absent. */
  search?: boolean;
}

/** Dollars a month, part by part. */
export type Cost = Record<string, number>;

const GB = 1e9;

/** Monthly cost of a stage under a load; with no messages and users, its idle cost. */
export function monthlyCost(load: Load): Cost {
  const dax: Cost = load.dax ? { DAX: daxNodeMonth } : {};
  const search: Cost = load.search === false ? {} : { 'Search in messages': searchCost(load) };
  return {
    ...standingCost(load.stage),
    ...dax,
    ...storeCost(load),
    ...computeCost(load),
    ...edgeCost(load),
    ...search,
  };
}

export const daxNodeMonth = prices.daxNodeHour * hoursPerMonth;

export const total = (cost: Cost) => sum(Object.values(cost));

function standingCost(stage: Load['stage']): Cost {
  const { endpointZones, alarms, secrets, databaseGb } = standing[stage];
  const { hour, storageGb } = prices.database[stage];
  return {
    Postgres: hour * hoursPerMonth + storageGb * databaseGb,
    'Endpoint for Cognito': prices.endpointHour * hoursPerMonth * endpointZones,
    'Alarms and secrets': alarms * prices.alarm + secrets * prices.secret,
  };
}

function storeCost({ messages, users }: Load): Cost {
  const { read, write } = unitsPerMessage();
  const { readUnit, writeUnit, storageGb, recoveryGb } = prices.dynamodb;
  const storedGb = (messages * monthsKept * storedBytesPerMessage) / GB / 2;
  return {
    'DynamoDB reads': (messages * read + users * perUser.pings * units.ping.read) * readUnit,
    'DynamoDB writes': (messages * write + users * perUser.pings * units.ping.write) * writeUnit,
    'DynamoDB storage and recovery': storedGb * (storageGb + recoveryGb),
  };
}

/** Read and write units per message in all, including everything that people do around it. */
export function unitsPerMessage(): { read: number; write: number } {
  const work = [
    [units.send, perMessage.sends],
    [units.conversationPage, perMessage.conversationPages],
    [units.listPage, perMessage.listPages],
    [units.unreadList, perMessage.unreadLists],
    [units.readMarker, perMessage.readMarkers],
    [units.projection, perMessage.projections],
    [units.firstUnread, perMessage.firstUnreads],
    [units.push, perMessage.pushes],
    [units.notification, perMessage.notifications],
  ] as const;
  return {
    read: sum(work.map(([unit, times]) => unit.read * times)),
    write: sum(work.map(([unit, times]) => unit.write * times)),
  };
}

/**
 * DynamoDB's part of a million messages, sent and projected, without push and without what people read: if no message is the
 * first unread one of its group, and if every one is.
 */
export function millionMessages(): { least: number; most: number } {
  const { readUnit, writeUnit } = prices.dynamodb;
  const read = units.send.read + units.projection.read;
  const write = units.send.write + units.projection.write;
  const least = (read * readUnit + write * writeUnit) * 1e6;
  return { least, most: least + (units.firstUnread.write / 2) * writeUnit * 1e6 };
}

/** Calls per message of each function behind the HTTP API. */
const requestsPerMessage = [
  perMessage.sends,
  perMessage.conversationPages,
  perMessage.listPages,
  perMessage.unreadLists,
  perMessage.readMarkers,
];

const requests = ({ messages }: Load) => messages * sum(requestsPerMessage);

/** Usage above the free tier. */
const paid = (used: number, free: number) => Math.max(0, used - free);

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

function computeCost(load: Load): Cost {
  const calls: (readonly [number, keyof typeof milliseconds])[] = [
    ...requestsPerMessage.map((times) => [load.messages * times, 'http'] as const),
    [load.messages * perMessage.projections, 'project'],
    [load.messages * perMessage.pushes, 'push'],
    [load.users * perUser.pings, 'ping'],
  ];
  const count = sum(calls.map(([times]) => times));
  const gbSeconds = sum(calls.map(([times, kind]) => times * (milliseconds[kind] / 1000) * memoryGb[kind]));
  // Pings, the last entry, are not traced: by far the most calls, and nothing to see.
  const traces = sum(
    [...calls.slice(0, -1).map(([times]) => times), load.messages * perMessage.indexings].map(traced),
  );
  const lines = load.messages * perMessage.logLines + load.users * perUser.pings;
  const logGb = (lines * 600 + requests(load) * 250) / GB;
  return {
    Functions: count * prices.lambda.request + gbSeconds * prices.lambda.gbSecond,
    Logs: logGb * (prices.logs.ingestedGb + prices.logs.storedGb),
    Metrics: load.messages > 0 ? customMetrics * prices.metric : 0,
    Traces: paid(traces, prices.traces.freeTraces) * prices.traces.trace,
  };
}

/** The words of messages in Postgres, and what looks for them: functions, requests, units, log lines and storage. */
function searchCost({ messages, stage }: Load): number {
  const indexings = messages * perMessage.indexings;
  const searches = messages * perMessage.searches;
  const gbSeconds =
    (indexings * milliseconds.index * memoryGb.index + searches * milliseconds.http * memoryGb.http) / 1000;
  const { readUnit, writeUnit } = prices.dynamodb;
  const storedGb = (messages * monthsKept * searchedBytesPerMessage) / GB / 2;
  const logGb = ((indexings + searches) * 600 + searches * 250) / GB;
  return (
    (indexings + searches) * prices.lambda.request +
    gbSeconds * prices.lambda.gbSecond +
    searches * (prices.httpApi.request + units.search.read * readUnit + units.search.write * writeUnit) +
    logGb * (prices.logs.ingestedGb + prices.logs.storedGb) +
    storedGb * prices.database[stage].storageGb
  );
}

/** How many of a function's calls in a month are traced, if they come independently of each other. */
function traced(calls: number): number {
  const seconds = hoursPerMonth * 3600;
  const first = seconds * (1 - Math.exp(-calls / seconds));
  return first + tracedShare * (calls - first);
}

/** The firewall sees every request, for the page and for the API. */
function firewallCost(stage: Load['stage'], requests: number): number {
  const { firewallRules: rules } = standing[stage];
  if (rules === 0) return 0;
  const { month, rule, request } = prices.firewall;
  return month + rules * rule + requests * request;
}

function edgeCost(load: Load): Cost {
  const { messages, users } = load;
  const frames = messages * perMessage.frames;
  const loads = users * perUser.pageLoads;
  const files = loads * 8;
  const { cloudFront, dataOut, webSocket } = prices;
  return {
    'HTTP API': requests(load) * prices.httpApi.request,
    WebSockets:
      (frames + 2 * users * perUser.pings) * webSocket.message +
      users * perUser.connectionMinutes * webSocket.connectionMinute +
      paid((frames * perMessage.frameBytes) / GB, dataOut.freeGb) * dataOut.gb,
    CloudFront:
      paid(requests(load) + files, cloudFront.freeRequests) * cloudFront.request +
      paid(files, cloudFront.freeFunctionCalls) * cloudFront.functionCall +
      paid((loads * perUser.pageLoadBytes + requests(load) * 4_000) / GB, cloudFront.freeGb) * cloudFront.gb,
    Firewall: firewallCost(load.stage, requests(load) + files),
    'Cognito (Lite)': cognitoCost(users),
  };
}

/** Tiered price: each user costs what their tier says. */
const cognitoCost = (users: number) =>
  sum(
    prices.cognito.map(({ above, user }, tier) => {
      const next = prices.cognito[tier + 1]?.above ?? Number.POSITIVE_INFINITY;
      return Math.max(0, Math.min(users, next) - above) * user;
    }),
  );
