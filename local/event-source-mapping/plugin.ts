import { join, resolve } from 'node:path';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { callersEnvironment } from '../environment.ts';
import { localSettings } from '../settings.ts';
import { StreamGone } from './errors.ts';
import { openFailureQueue } from './failure-queue.ts';
import { invokeOffline } from './invoke-offline.ts';
import { type EventSourceMapping, startEventSourceMapping } from './mapping.ts';
import { type MappingSettings, parseStreamEvent } from './settings.ts';
import { findStream } from './table-stream.ts';

/**
 * Makes `serverless offline` run the functions that have a `stream` event, with its settings. Keeps checkpoints and
 * failure queues in `event-source-mappings` of the data directory; they survive a restart.
 */
export default class EventSourceMappingPlugin {
  readonly hooks: Record<string, () => void | Promise<void>>;
  readonly #serverless: Serverless;
  readonly #options: Record<string, unknown>;
  readonly #log: (line: string) => void;
  readonly #ending = new AbortController();
  readonly #running = new Map<string, EventSourceMapping>();
  readonly #end: () => void;

  constructor(
    serverless: Serverless,
    options: Record<string, unknown>,
    utilities?: Utilities,
    end: () => void = () => process.exit(1),
  ) {
    this.#end = end;
    this.#serverless = serverless;
    this.#options = options;
    this.#log = (line) => utilities?.log.notice(line);
    this.hooks = {
      // A bare `sls offline` has only one step, which starts, waits and ends; the function is ready soon after.
      'before:offline:start': () => this.#start(),
      'offline:start:init': () => this.#start(),
      'before:offline:start:end': () => this.#stop(),
    };
  }

  #start(): void {
    for (const functionKey of this.#serverless.service.getAllFunctions()) {
      for (const { stream } of this.#serverless.service.getFunction(functionKey).events ?? []) {
        if (stream === undefined) continue;
        const settings = parseStreamEvent(stream);
        if (settings.enabled) void this.#keepRunning(functionKey, settings);
      }
    }
  }

  async #stop(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled([...this.#running.values()].map((mapping) => mapping.stop()));
  }

  /**
   * Restarts a mapping whose table was recreated and so has a new stream. Any other end of a mapping ends the
   * process: otherwise the projection would stop unnoticed.
   */
  async #keepRunning(functionKey: string, settings: MappingSettings): Promise<void> {
    try {
      let gone: string | undefined;
      while (!this.#ending.signal.aborted) gone = await this.#runOnce(functionKey, settings, gone);
    } catch (error) {
      this.#log(`event source mapping ${functionKey}: ended: ${(error as Error).message}`);
      this.#end();
    }
  }

  async #runOnce(functionKey: string, settings: MappingSettings, gone?: string): Promise<string | undefined> {
    const streams = new DynamoDBStreams(localClient());
    const streamArn = await findStream(streams, tableOf(settings), {
      signal: this.#ending.signal,
      gone,
      log: (line) => this.#log(`event source mapping ${functionKey}: ${line}`),
    });
    if (streamArn === undefined) return undefined;
    const mapping = this.#startMapping(functionKey, settings, streams, streamArn);
    this.#running.set(functionKey, mapping);
    this.#log(`event source mapping ${functionKey}: following ${streamArn}`);
    await mapping.stopped.catch((error) => {
      if (!(error instanceof StreamGone)) throw error;
      this.#log(`event source mapping ${functionKey}: ${error.message}`);
    });
    return streamArn;
  }

  #startMapping(key: string, settings: MappingSettings, streams: DynamoDBStreams, streamArn: string) {
    const name = this.#serverless.service.getFunction(key).name;
    const data = join(dataDirectory(this.#serverless.serviceDir), 'event-source-mappings');
    const queue = settings.onFailure && openFailureQueue(join(data, 'queues', settings.onFailure));
    return startEventSourceMapping({
      settings,
      streams,
      streamArn,
      functionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
      invoke: (event) => invokeOffline(this.#lambdaEndpoint(), name, event),
      checkpoints: join(data, 'checkpoints', `${name}.json`),
      onFailure: queue ? (failure) => queue.send(failure) : undefined,
      log: (line) => this.#log(`event source mapping ${key}: ${line}`),
      signal: this.#ending.signal,
    });
  }

  #lambdaEndpoint(): string {
    const custom = this.#serverless.service.custom?.['serverless-offline'] ?? {};
    const { host = 'localhost', lambdaPort = 3002 } = { ...custom, ...this.#options };
    return `http://${host}:${lambdaPort}`;
  }
}

function tableOf({ arn }: MappingSettings): string {
  const table = typeof arn === 'string' ? /:table\/([^/]+)/.exec(arn)?.[1] : undefined;
  if (table === undefined) throw new Error('the arn of the stream event does not name a table');
  return table;
}

function localClient() {
  const { dynamodbEndpoint: endpoint, accessKeyId } = localSettings();
  return { endpoint, region: 'local', credentials: { accessKeyId, secretAccessKey: 'local' } };
}

/** `.local` of the repository, two levels above a service. */
const dataDirectory = (serviceDir: string) =>
  environment('CRUDDUR_DATA') ?? resolve(serviceDir, '../../.local');

const environment = (name: string) => callersEnvironment[name] || undefined;

interface Serverless {
  readonly serviceDir: string;
  readonly service: {
    readonly custom?: Record<string, Record<string, unknown>>;
    getAllFunctions(): string[];
    getFunction(key: string): { name: string; events?: readonly { stream?: unknown }[] };
  };
}

interface Utilities {
  readonly log: { notice(line: string): void };
}
