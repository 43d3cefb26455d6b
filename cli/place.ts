import { hint, isDefaultData, type LocalSettings, localSettings, messagesTable } from '../local/settings.ts';
import { isRunning, readState } from '../local/state.ts';
import { environment } from './environment.ts';
import { CommandFailed } from './errors.ts';

/** The name of a deployed stage: dev, prod, or one of your own. */
export type Stage = string;

/** Where a command works: a deployed stage in its region, or else the local cloud. */
export interface Place {
  stage: Stage | undefined;
  region: string;
  /** The local cloud with its data in `--data`: its running settings, or those it would start with. */
  local: LocalSettings;
  isRunning: boolean;
  /** Addresses from the environment; they override the local cloud's unless `--data` is given. */
  overriding: Partial<LocalAddresses>;
}

/** The stores of a local cloud. */
export interface LocalAddresses {
  messagesTable: string;
  dynamodbEndpoint: string;
  postgresUrl: string;
  cognitoEndpoint: string;
  /** The access key that its stores accept. */
  accessKeyId: string;
}

export interface PlaceOptions {
  stage?: Stage | undefined;
  region?: string | undefined;
  data?: string | undefined;
}

export function placeOf({ stage, region, data }: PlaceOptions): Place {
  return {
    stage,
    region: region ?? environment.region ?? 'eu-central-1',
    ...localCloud(data),
    overriding: data === undefined ? environment.localAddresses : {},
  };
}

/** Finds a cloud with other ports by its state file. */
export function localCloud(data: string | undefined): Pick<Place, 'local' | 'isRunning'> {
  const settings = localSettings(undefined, data);
  const state = readState(settings.stateFile);
  if (!state || ![state.supervisor, ...state.parts].some(isRunning))
    return { local: settings, isRunning: false };
  return { local: localSettings(state.ports, data, state.dynamodbEndpoint), isRunning: true };
}

/**
 * The stores of a command without `--stage`.
 *
 * @throws CommandFailed if the cloud is not the default one and does not run: its ports are unknown, and another cloud
 *   may use the default ones.
 */
export function localAddresses({ local, isRunning, overriding }: Omit<Place, 'stage'>): LocalAddresses {
  if (!isRunning && !isDefaultData(local) && Object.keys(overriding).length === 0)
    throw new CommandFailed(
      `No local cloud is running with its data in ${local.data}. Start it: ${hint(local, 'local up')}`,
    );
  const { dynamodbEndpoint, postgresMasterUrl: postgresUrl, cognitoEndpoint, accessKeyId } = local;
  return { messagesTable, dynamodbEndpoint, postgresUrl, cognitoEndpoint, accessKeyId, ...overriding };
}

/** Addresses of the stores, if they are not those of the cloud in `--data`; undefined if they are, or on AWS. */
export function otherCloud({ stage, local, isRunning, overriding }: Place): string | undefined {
  if (stage) return undefined;
  const { dynamodbEndpoint, postgresUrl } = { ...local, ...overriding };
  const isOwn = isRunning && Object.keys(overriding).length === 0;
  return isOwn ? undefined : `${new URL(dynamodbEndpoint).host}, ${new URL(postgresUrl).host}`;
}
