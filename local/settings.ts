import { join, resolve } from 'node:path';
import { environment } from './environment.ts';
import { findKeys, type Keys, type PostgresRole, postgresRoles } from './keys.ts';

/**
 * Every setting of the local cloud. `services/provider.yml` repeats the default addresses as fallbacks for the stage
 * `local`, so that a service can also be started alone.
 */

export const root = join(import.meta.dirname, '..');
export const host = '127.0.0.1';
export const userPoolId = 'local_cruddur';
export const userPoolClientId = 'cruddurweb';
/** The users service's functions that the user pool invokes. */
export const triggerFunctions = {
  PreSignUp: 'cruddur-users-local-preSignUp',
  PostConfirmation: 'cruddur-users-local-postConfirmation',
};
export const database = 'cruddur';
export const messagesTable = 'cruddur-messages';

/** Every port, by its name in `--port NAME=PORT`. */
export const defaultPorts = {
  postgres: 5442,
  dynamodb: 8010,
  cognito: 9239,
  users: 4001,
  messaging: 4002,
  'users-functions': 4101,
  'messaging-functions': 4102,
  'stream-functions': 4103,
  'stream-sockets': 4203,
  web: 3000,
};
export type Ports = typeof defaultPorts;
export const services = ['users', 'messaging', 'stream'] as const;
export type Service = (typeof services)[number];

const defaultData = join(root, '.local');

export interface LocalSettings {
  ports: Ports;
  /** The folder of data, logs and state. */
  data: string;
  logs: string;
  stateFile: string;
  dynamodbEndpoint: string;
  /** Connects as the functions, with the same permissions as on AWS. */
  postgresUrl: string;
  /** Connects as the master, which owns the tables. */
  postgresMasterUrl: string;
  /** Admits this cloud's own processes. */
  accessKeyId: string;
  cognitoEndpoint: string;
  cognitoIssuer: string;
  webOrigin: string;
  /** Whether Vite's development server serves the web application, instead of the build. */
  webDevServer: boolean;
}

export function localSettings(
  ports: Ports = defaultPorts,
  folder: string = environment.data ?? defaultData,
  dynamodbEndpoint = environment.dynamodbEndpoint,
): LocalSettings {
  const data = resolve(folder);
  const keys = findKeys(data);
  const cognitoEndpoint = `http://${host}:${ports.cognito}`;
  return {
    ports,
    data,
    logs: join(data, 'logs'),
    stateFile: join(data, 'cloud.json'),
    dynamodbEndpoint: dynamodbEndpoint ?? `http://${host}:${ports.dynamodb}`,
    postgresUrl: postgresAddress(keys, 'functions', ports.postgres),
    postgresMasterUrl: postgresAddress(keys, 'master', ports.postgres),
    accessKeyId: environment.accessKeyId ?? keys.accessKeyId,
    cognitoEndpoint,
    cognitoIssuer: `${cognitoEndpoint}/${userPoolId}`,
    webOrigin: `http://localhost:${ports.web}`,
    webDevServer: false,
  };
}

/** Whether a cloud is the default one of the commands. */
export const isDefaultData = ({ data }: Pick<LocalSettings, 'data'>) => data === defaultData;

/** A command to type, with `--data` unless the cloud is the default one. */
export const hint = (cloud: Pick<LocalSettings, 'data'>, command: string) =>
  `bin/cruddur ${command}${isDefaultData(cloud) ? '' : ` --data ${cloud.data}`}`;

/** The URL of the database for one of its roles. */
export function postgresAddress(keys: Keys, role: PostgresRole, port: number): string {
  return `postgres://${postgresRoles[role]}:${keys.postgres[role]}@${host}:${port}/${database}`;
}

/** Environment for the services' `serverless.yml`, the event source mapping and Vite in stage `local`. */
export function serviceEnvironment(settings: LocalSettings): NodeJS.ProcessEnv {
  const { ports } = settings;
  return {
    CRUDDUR_DATA: settings.data,
    CRUDDUR_LOCAL_KEY: settings.accessKeyId,
    CRUDDUR_DYNAMODB_ENDPOINT: settings.dynamodbEndpoint,
    CRUDDUR_POSTGRES_URL: settings.postgresUrl,
    CRUDDUR_COGNITO_ENDPOINT: settings.cognitoEndpoint,
    CRUDDUR_COGNITO_ISSUER: settings.cognitoIssuer,
    CRUDDUR_WEB_ORIGIN: settings.webOrigin,
    CRUDDUR_USERS_URL: `http://${host}:${ports.users}`,
    CRUDDUR_MESSAGING_URL: `http://${host}:${ports.messaging}`,
    CRUDDUR_SOCKETS_URL: `ws://${host}:${ports['stream-sockets']}`,
  };
}

/** Environment for `shared/config.ts`, for commands that use the shared layers in their own process. */
export function sharedEnvironment(settings: LocalSettings): NodeJS.ProcessEnv {
  return {
    MESSAGES_TABLE: messagesTable,
    CRUDDUR_DYNAMODB_ENDPOINT: settings.dynamodbEndpoint,
    CRUDDUR_LOCAL_KEY: settings.accessKeyId,
    POSTGRES_URL: settings.postgresMasterUrl,
    CRUDDUR_COGNITO_ENDPOINT: settings.cognitoEndpoint,
    COGNITO_ISSUER: settings.cognitoIssuer,
    COGNITO_CLIENT_ID: userPoolClientId,
    CRUDDUR_WEB_ORIGIN: settings.webOrigin,
  };
}
