import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import ServerlessDynamodb from 'serverless-dynamodb';
import { answersHttp } from './child.ts';
import { createTable, type TableProperties } from './create-table.ts';
import { type Engine, startDynamodb } from './dynamodb.ts';
import { environment } from './environment.ts';
import { ensureKeys, findKeys, keysFile } from './keys.ts';
import { localSettings } from './settings.ts';

/**
 * The plugin `serverless-dynamodb` with its commands, its hooks and its settings, on the engine of the local cloud.
 * Differences: a table gets the time to live and the capacity of its template; seeding keeps existing items; a
 * running engine is used; no engine is open to other machines.
 */
export default class LocalDynamodb extends ServerlessDynamodb {
  readonly #serverless: Serverless;
  readonly #options: Options;
  #engine: Awaited<ReturnType<typeof startDynamodb>> | undefined;

  constructor(serverless: Serverless, options: Options) {
    super(serverless, options);
    this.#serverless = serverless;
    this.#options = options;
    // `sls offline` without `start` has only one step, with another name.
    this.hooks['before:offline:start'] = () => this.startHandler();
    this.hooks['dynamodb:start:startHandler'] = () => this.#runInForeground();
  }

  override get port(): number {
    return Number(this.#options.port ?? new URL(localSettings().dynamodbEndpoint).port);
  }

  override dynamodbOptions() {
    // An engine of our own takes the key of its data, whatever the environment says of another.
    const { accessKeyId } = this.#engine ? findKeys(localSettings().data) : localSettings();
    const raw = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${this.port}`,
      region: 'local',
      credentials: { accessKeyId, secretAccessKey: 'local' },
    });
    return { raw, doc: DynamoDBDocumentClient.from(raw) };
  }

  /** `sls offline start`: an engine with the local cloud's data, unless one runs; and the table. */
  override async startHandler(): Promise<void> {
    if (!this.shouldExecute()) return;
    if (!(await this.#answers())) await this.#start(join(localSettings().data, 'dynamodb'));
    await this.#prepare({ migrate: true });
  }

  override async endHandler(): Promise<void> {
    await this.#engine?.stop();
  }

  override async createTable({ raw }: { raw: DynamoDBClient }, properties: TableProperties): Promise<void> {
    const created = await createTable(raw, properties);
    console.log(`Table ${properties.TableName}: ${created ? 'created' : 'exists already'}`);
  }

  /** Keeps existing items: users may have changed them. */
  override async seedHandler(): Promise<void> {
    if (!this.shouldExecute()) return super.seedHandler();
    const { doc } = this.dynamodbOptions();
    for (const { table: TableName, sources } of this.seedSources as SeedSource[]) {
      const items = sources.flatMap((source) => readItems(join(this.#serverless.serviceDir, source)));
      const puts = items.map((Item) => putIfAbsent(doc, { TableName, Item }));
      const stored = (await Promise.all(puts)).filter(Boolean);
      console.log(`Table ${TableName}: seeded, ${stored.length} of ${items.length} items were new`);
    }
  }

  /** `sls dynamodb start`: DynamoDB Local, until Ctrl-C. */
  async #runInForeground(): Promise<void> {
    if (!this.shouldExecute()) return super.startHandler();
    if (await this.#answers()) throw new Error(`Port ${this.port} is already in use.`);
    const { dbPath, migrate = true, seed } = this.#options;
    await this.#start(dbPath && resolve(dbPath), 'dynamodb-local');
    const stop = () => void this.endHandler();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    await this.#prepare({ migrate, seed });
    await this.#engine?.exited;
  }

  async #prepare({ migrate, seed }: Pick<Options, 'migrate' | 'seed'>): Promise<void> {
    if (migrate) await this.migrateHandler();
    if (seed) await this.seedHandler();
  }

  /** @param dataDir undefined keeps the data in memory. */
  async #start(dataDir: string | undefined, engine?: Engine): Promise<void> {
    ensureKeys(localSettings().data);
    this.#engine = await startDynamodb({
      port: this.port,
      engine: engine ?? (environment.dynamodbEngine as Engine | undefined),
      dynamodbLocalDir: environment.dynamodbLocalDir ?? join(this.#serverless.serviceDir, '.dynamodb'),
      dataDir,
      keysFile: keysFile(localSettings().data),
      logFile: join(localSettings().logs, 'dynamodb.log'),
    });
    console.log(`DynamoDB (${this.#engine.engine}) at ${this.#engine.url}`);
  }

  #answers(): Promise<boolean> {
    return answersHttp(`http://127.0.0.1:${this.port}`);
  }
}

const readItems = (file: string): Item[] => [JSON.parse(readFileSync(file, 'utf8'))].flat();

async function putIfAbsent(
  doc: DynamoDBDocumentClient,
  put: { TableName: string; Item: Item },
): Promise<boolean> {
  try {
    await doc.send(new PutCommand({ ...put, ConditionExpression: 'attribute_not_exists(pk)' }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

type Item = Record<string, unknown>;

interface SeedSource {
  table: string;
  sources: string[];
}

interface Options {
  port?: string;
  dbPath?: string;
  migrate?: boolean;
  seed?: string;
}

interface Serverless {
  readonly serviceDir: string;
}
