/**
 * A time in milliseconds, for durations: it only goes forward. The same clock as `performance.now`, whose first use loads
 * the rest of `node:perf_hooks`, 0.8 ms of a cold start.
 */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;
