import { createInterface } from 'node:readline/promises';
import { type LocalSettings, localSettings, messagesTable, sharedEnvironment } from '../local/settings.ts';
import { isRunning, readState } from '../local/state.ts';
import { CommandFailed } from './errors.ts';

export const stages = ['dev', 'prod'] as const;
export type Stage = (typeof stages)[number];

/** Which services' outputs a command needs to reach the stores of a deployed stage. */
export type Needs = readonly ('users' | 'messaging')[];

/**
 * Makes the shared layers, which read the environment when they are first imported, talk to a stage; without
 * one to the local cloud, on the ports on which it runs.
 */
export async function enterStage(
  stage: Stage | undefined,
  region?: string,
  needs: Needs = [],
): Promise<void> {
  setEnvironment(stage ? remoteEnvironment(region) : localEnvironment());
  for (const service of stage ? needs : []) setEnvironment(await storesOf(stage as Stage, service));
  await connectStores();
}

/** Connects the access functions to the stores that the environment names by now. */
export async function connectStores(): Promise<void> {
  const { connectTable } = await import('../shared/dynamo/client.ts');
  const { connect, connectDatabase } = await import('../shared/postgres/client.ts');
  const { MESSAGES_TABLE = messagesTable, POSTGRES_URL, CRUDDUR_DYNAMODB_ENDPOINT: endpoint } = process.env;
  connectTable({ tableName: MESSAGES_TABLE, endpoint });
  if (POSTGRES_URL) connectDatabase(() => connect(POSTGRES_URL));
}

function setEnvironment(chosen: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(chosen)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** The local cloud's settings as it runs, be it without its supervisor, or else as it would start. */
export function runningSettings(data?: string): LocalSettings {
  const settings = localSettings(undefined, data);
  const state = readState(settings.stateFile);
  if (!state || ![state.supervisor, ...state.parts].some(isRunning)) return settings;
  return localSettings(state.ports, data, state.dynamodbEndpoint);
}

/**
 * Asks before work that deletes or overwrites.
 *
 * @throws CommandFailed if the answer is no, or if nobody can be asked.
 */
export async function confirm(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new CommandFailed(`${question} Nobody can be asked here: say --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailed('Nothing was done.');
}

/** Production is asked about; elsewhere the work is simply done. */
export async function confirmInProduction(
  work: string,
  options: { stage?: Stage; yes?: boolean },
): Promise<void> {
  if (options.stage === 'prod') await confirm(`This ${work} in prod. Go on?`, options.yes);
}

/** The database's address, for commands that need more than the shared layer offers. */
export function postgresUrl(): string {
  const url = process.env.POSTGRES_URL;
  if (url) return url;
  throw new CommandFailed(
    "Set CRUDDUR_POSTGRES_URL to the address of the stage's database, postgres://user:password@host:port/cruddur.",
  );
}

/** An address in the caller's environment goes before the local cloud's. */
function localEnvironment(): NodeJS.ProcessEnv {
  const environment = sharedEnvironment(runningSettings());
  return {
    ...environment,
    MESSAGES_TABLE: process.env.MESSAGES_TABLE ?? environment.MESSAGES_TABLE,
    POSTGRES_URL: process.env.CRUDDUR_POSTGRES_URL ?? environment.POSTGRES_URL,
    CRUDDUR_DYNAMODB_ENDPOINT: process.env.CRUDDUR_DYNAMODB_ENDPOINT ?? environment.CRUDDUR_DYNAMODB_ENDPOINT,
    CRUDDUR_COGNITO_ENDPOINT: process.env.CRUDDUR_COGNITO_ENDPOINT ?? environment.CRUDDUR_COGNITO_ENDPOINT,
  };
}

/** Local addresses that happen to be in the environment must not stand in for a stage. */
const remoteEnvironment = (region: string | undefined): NodeJS.ProcessEnv => ({
  AWS_REGION: region ?? process.env.AWS_REGION ?? 'eu-central-1',
  MESSAGES_TABLE: messagesTable,
  POSTGRES_URL: process.env.CRUDDUR_POSTGRES_URL,
  CRUDDUR_DYNAMODB_ENDPOINT: undefined,
  CRUDDUR_COGNITO_ENDPOINT: undefined,
});

/** The stage's own addresses. The database lets in who has an IAM token, so the credentials go along. */
async function storesOf(stage: Stage, service: Needs[number]): Promise<NodeJS.ProcessEnv> {
  if (service === 'users' && process.env.POSTGRES_URL) return {};
  const { operatorCredentials, stackOutputs } = await import('./aws/stack-outputs.ts');
  const outputs = await stackOutputs(service, stage);
  if (service === 'messaging') return { MESSAGES_TABLE: outputs.MessagesTable };
  return { POSTGRES_URL: outputs.PostgresUrl, ...(await operatorCredentials()) };
}
