import { createRequire } from 'node:module';
import { clockMs } from '../shared/clock.ts';

/**
 * One cold start, in a process of its own: loads the bundle `argv[2]` as Lambda does, calls it with the event in
 * `argv[3]` if there is one, and tells its parent how long both took.
 */
const [, , bundle = '', event] = process.argv;
const require = createRequire(import.meta.url);

/**
 * The kernel adds to a thread's account every few milliseconds, and whenever the thread stops: a short stop makes the
 * figure exact.
 */
function cpuUsage(since?: NodeJS.CpuUsage): NodeJS.CpuUsage {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STOP_MS);
  return process.threadCpuUsage(since);
}

const STOP_MS = 0.05;

cpuUsage();
const before = cpuUsage();
const started = clockMs();
const { handler } = require(bundle);
const loaded = clockMs();
const { user, system } = cpuUsage(before);
const answer = event && (await handler(JSON.parse(event), context()));
const answered = clockMs();

process.send?.(
  {
    load: loaded - started,
    loadCpu: (user + system) / 1000,
    answer: event ? answered - started : undefined,
    status: answer?.statusCode,
  },
  () => process.exit(),
);

function context() {
  const deadline = Date.now() + 6_000;
  return { awsRequestId: 'cold', getRemainingTimeInMillis: () => deadline - Date.now() };
}
