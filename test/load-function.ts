import { parentPort, workerData } from 'node:worker_threads';

/** What a function does with the settings of its environment while it loads. */
export interface Loaded {
  /** `started`, or why it failed to start. */
  answer: string;
  /** The names of the variables that it looked at. */
  read: string[];
}

/** A worker that loads a function with the settings of its environment. */
const read = new Set<string>();
process.env = new Proxy(process.env, {
  get(variables, name) {
    read.add(String(name));
    return Reflect.get(variables, name);
  },
});
const answer = await import(workerData).then(
  () => 'started',
  (error: Error) => `${error.name}: ${error.message}`,
);
parentPort?.postMessage({ answer, read: [...read] } satisfies Loaded);
