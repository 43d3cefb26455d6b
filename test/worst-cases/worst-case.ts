import type { Call } from '../call.ts';

/** What one request costs. The tests assert each figure, and docs/performance.md shows it (`npm run worst-cases`). */
export interface Costs {
  /** Read and write units of DynamoDB. */
  rcu: number;
  wcu: number;
  /** Requests to DynamoDB; a transaction or a batch is one. */
  calls: number;
  /** Statements of Postgres. */
  statements: number;
  /** Requests to the user pool. */
  poolCalls: number;
  /** The body of the answer, in units of 1,024 bytes, rounded up. */
  kilobytes: number;
}

/** A request that costs an operation the most it can, in one or several of its figures. */
export interface WorstCase {
  /** What makes it the worst: the sizes, or what went wrong before. */
  when: string;
  costs: Costs;
  /** The status of the answer, where that is no success. */
  status?: number;
  /** Stores what the request will find, and returns the request. */
  arrange(): Promise<Call>;
}

/** For the figures that are nothing. */
export const none: Costs = { rcu: 0, wcu: 0, calls: 0, statements: 0, poolCalls: 0, kilobytes: 1 };
