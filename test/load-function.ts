import { parentPort, workerData } from 'node:worker_threads';

/** A worker that loads a function with the settings of its environment, and reports why it fails to start. */
const answer = await import(workerData).then(
  () => 'started',
  (error: Error) => `${error.name}: ${error.message}`,
);
parentPort?.postMessage(answer);
