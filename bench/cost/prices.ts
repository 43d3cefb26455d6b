/**
 * Public list prices in US dollars, us-east-1. Only free tiers that never end are counted (Cognito's users,
 * CloudFront, traces, data out). Noted in November 2025; eu-central-1 is 10 to 25 % dearer. Look them up again before
 * a decision depends on them.
 */
export const pricesNoted = '2025-11';

const million = 1e6;
export const hoursPerMonth = 730;

export const prices = {
  dynamodb: { readUnit: 0.125 / million, writeUnit: 0.625 / million, storageGb: 0.25, recoveryGb: 0.2 },
  lambda: { request: 0.2 / million, gbSecond: 0.0000133334 },
  httpApi: { request: 1 / million },
  webSocket: { message: 1 / million, connectionMinute: 0.25 / million },
  cloudFront: {
    request: 1 / million,
    gb: 0.085,
    functionCall: 0.1 / million,
    freeRequests: 10e6,
    freeGb: 1024,
    freeFunctionCalls: 2e6,
  },
  /** Rules that AWS itself manages cost as much as others. */
  firewall: { month: 5, rule: 1, request: 0.6 / million },
  logs: { ingestedGb: 0.5, storedGb: 0.03 },
  traces: { trace: 5 / million, freeTraces: 100_000 },
  dataOut: { gb: 0.09, freeGb: 100 },
  /** The tiers of Lite; not looked up. */
  cognito: [
    { above: 10_000, user: 0.0055 },
    { above: 100_000, user: 0.0046 },
    { above: 1_000_000, user: 0.00325 },
  ],
  alarm: 0.1,
  /** Prorated by the hours in which it is reported. */
  metric: 0.3,
  secret: 0.4,
  endpointHour: 0.01,
  database: {
    dev: { hour: 0.016, storageGb: 0.115 },
    /** Two zones cost twice as much. */
    prod: { hour: 0.065 * 2, storageGb: 0.115 * 2 },
  },
  daxNodeHour: 0.04,
};
