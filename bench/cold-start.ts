import { createRequire } from 'node:module';

/**
 * One cold start, in a process of its own: loads the bundle `argv[2]` as Lambda does, calls it with the event in
 * `argv[3]` if there is one, and tells its parent how long both took.
 */
const [, , bundle = '', event] = process.argv;
const require = createRequire(import.meta.url);

const before = process.threadCpuUsage();
const started = performance.now();
const { handler } = require(bundle);
const loaded = performance.now();
const { user, system } = process.threadCpuUsage(before);
const answer = event && (await handler(JSON.parse(event), context()));
const answered = performance.now();

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
