import {
  customMetrics,
  memoryGb,
  milliseconds,
  monthsKept,
  perMessage,
  perUser,
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
}

/** Dollars a month, part by part. */
export type Cost = Record<string, number>;

const GB = 1e9;

/** What a stage costs in a month under a load; without messages and users, what it costs when idle. */
export function monthlyCost(load: Load): Cost {
  const dax: Cost = load.dax ? { DAX: daxNodeMonth } : {};
  return { ...standingCost(load.stage), ...dax, ...storeCost(load), ...computeCost(load), ...edgeCost(load) };
}

export const daxNodeMonth = prices.daxNodeHour * hoursPerMonth;

export const total = (cost: Cost) => Object.values(cost).reduce((sum, one) => sum + one, 0);

function standingCost(stage: Load['stage']): Cost {
  const { endpointZones, alarms, secrets, databaseGb } = standing[stage];
  const { hour, storageGb } = prices.database[stage];
  return {
    Postgres: hour * hoursPerMonth + storageGb * databaseGb,
    'Endpoint for Cognito': prices.endpointHour * hoursPerMonth * endpointZones,
    'Alarms and the secret': alarms * prices.alarm + secrets * prices.secret,
  };
}

function storeCost({ messages }: Load): Cost {
  const { read, write } = unitsPerMessage();
  const { readUnit, writeUnit, storageGb, recoveryGb } = prices.dynamodb;
  const storedGb = (messages * monthsKept * storedBytesPerMessage) / GB / 2;
  return {
    'DynamoDB reads': messages * read * readUnit,
    'DynamoDB writes': messages * write * writeUnit,
    'DynamoDB storage and recovery': storedGb * (storageGb + recoveryGb),
  };
}

/** Read and write units that one message costs in all, with everything that people do around it. */
export function unitsPerMessage(): { read: number; write: number } {
  const work = [
    [units.send, perMessage.sends],
    [units.conversationPage, perMessage.conversationPages],
    [units.listPage, perMessage.listPages],
    [units.readMarker, perMessage.readMarkers],
    [units.projection, perMessage.projections],
    [units.push, perMessage.pushes],
  ] as const;
  const sum = (kind: 'read' | 'write') =>
    work.reduce((total, [unit, times]) => total + unit[kind] * times, 0);
  return { read: sum('read'), write: sum('write') };
}

const requests = ({ messages }: Load) =>
  messages *
  (perMessage.sends + perMessage.conversationPages + perMessage.listPages + perMessage.readMarkers);

function computeCost(load: Load): Cost {
  const calls = [
    [requests(load), milliseconds.http],
    [load.messages * perMessage.projections, milliseconds.project],
    [load.messages * perMessage.pushes, milliseconds.push],
  ] as const;
  const count = calls.reduce((sum, [times]) => sum + times, 0);
  const gbSeconds = calls.reduce((sum, [times, ms]) => sum + times * (ms / 1000) * memoryGb, 0);
  const logGb = (load.messages * perMessage.logLines * 600) / GB;
  return {
    Functions: count * prices.lambda.request + gbSeconds * prices.lambda.gbSecond,
    Logs: logGb * (prices.logs.ingestedGb + prices.logs.storedGb),
    Metrics: load.messages > 0 ? customMetrics * prices.metric : 0,
    Traces: count * tracedShare * prices.traces.trace,
  };
}

function edgeCost(load: Load): Cost {
  const { messages, users } = load;
  const paid = (used: number, free: number) => Math.max(0, used - free);
  const loads = users * perUser.pageLoads;
  const { cloudFront, webSocket } = prices;
  return {
    'HTTP API': requests(load) * prices.httpApi.request,
    WebSockets:
      messages * perMessage.frames * webSocket.message +
      users * perUser.connectionMinutes * webSocket.connectionMinute,
    CloudFront:
      paid(requests(load) + loads * 8, cloudFront.freeRequests) * cloudFront.request +
      paid((loads * perUser.pageLoadBytes + requests(load) * 4_000) / GB, cloudFront.freeGb) * cloudFront.gb,
    'Cognito (Lite)': paid(users, prices.cognito.freeUsers) * prices.cognito.user,
  };
}
