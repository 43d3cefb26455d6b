import { join } from 'node:path';
import { isHealthy } from '../child.ts';
import { startCognito } from '../cognito.ts';
import { host } from '../settings.ts';
import type { Part } from './part.ts';

export const cognito: Part = {
  name: 'cognito',
  kind: 'store',
  ports: () => ['cognito'],
  kept: ['cognito'],
  addresses: ({ cognitoEndpoint }) => ({ cognito: cognitoEndpoint }),
  start: ({ ports, data, logs, accessKeyId, webOrigin }, onSpawn) =>
    startCognito({
      port: ports.cognito,
      dataDir: join(data, 'cognito'),
      logFile: join(logs, 'cognito.log'),
      // Signing up and confirming an account invoke functions of the users service.
      functionsUrl: `http://${host}:${ports['users-functions']}`,
      ...{ accessKeyId, webOrigin, onSpawn },
    }),
  answers: ({ cognitoEndpoint }) => isHealthy(`${cognitoEndpoint}/health`),
};
