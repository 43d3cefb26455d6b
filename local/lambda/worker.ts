import { parentPort, workerData } from 'node:worker_threads';
import { loadFunction } from './load-function.ts';
import type { FromWorker, FunctionErrorText, Invocation, LocalFunction, ToWorker } from './messages.ts';

/** The thread in which a service's functions run. Each is loaded when it is first invoked. */
const functions = new Map((workerData as LocalFunction[]).map((known) => [known.name, known]));
const loaded = new Map<string, ReturnType<typeof loadFunction>>();

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'ping') return tell({ kind: 'pong' });
  void invoke(message);
});

async function invoke(invocation: Invocation): Promise<void> {
  const { id, functionName } = invocation;
  try {
    const known = functions.get(functionName);
    if (!known) throw new Error(`The function ${functionName} does not exist.`);
    const load = loaded.get(functionName) ?? loadFunction(known);
    loaded.set(functionName, load);
    const handler = await load;
    tell({ kind: 'started', id });
    const result = await handler(JSON.parse(invocation.event), contextOf(known, invocation));
    tell({ kind: 'answered', id, result: JSON.stringify(result) });
  } catch (error) {
    tell({ kind: 'failed', id, error: textOf(error) });
  }
}

function contextOf({ name, timeoutMs, memoryMb }: LocalFunction, { requestId }: Invocation) {
  const deadline = Date.now() + timeoutMs;
  return {
    awsRequestId: requestId,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function textOf(error: unknown): FunctionErrorText {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { errorType: name, errorMessage: message, stack: stack ?? message };
}

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}
