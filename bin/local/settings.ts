import { join } from 'node:path';

/**
 * Every setting of the local cloud. `serverless.yml` of each service repeats the default addresses as
 * fallbacks for its stage `local`, so that a service can also be started alone.
 */

export const root = join(import.meta.dirname, '../..');
export const host = '127.0.0.1';
export const userPoolId = 'local_cruddur';
export const userPoolClientId = 'cruddurweb';
export const postConfirmationFunction = 'cruddur-users-local-postConfirmation';
export const database = 'cruddur';

/** The parts that listen, each with its own port, and the ports that `--port PART=PORT` can move. */
export const defaultPorts = {
  postgres: 5442,
  dynamodb: 8010,
  cognito: 9239,
  users: 4001,
  messaging: 4002,
  stream: 4003,
  'users-functions': 4101,
  'messaging-functions': 4102,
  'stream-functions': 4103,
  'stream-sockets': 4203,
  web: 3000,
};
export type Ports = typeof defaultPorts;

export function localSettings(ports: Ports = defaultPorts, data: string = join(root, '.local')) {
  return {
    ports,
    data,
    logs: join(data, 'logs'),
    stateFile: join(data, 'cloud.json'),
    /** The superuser `cruddur` is let in without a check, from this machine only; services expect a password. */
    postgresUrl: `postgres://cruddur:cruddur@${host}:${ports.postgres}/${database}`,
    dynamodbEndpoint: `http://${host}:${ports.dynamodb}`,
    cognitoEndpoint: `http://${host}:${ports.cognito}`,
    cognitoIssuer: `http://${host}:${ports.cognito}/${userPoolId}`,
    webOrigin: `http://localhost:${ports.web}`,
  };
}
export type LocalSettings = ReturnType<typeof localSettings>;
