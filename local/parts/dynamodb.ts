import { join } from 'node:path';
import { answersHttp } from '../child.ts';
import { authorizationOf } from '../doors/refusal.ts';
import { type Engine, startDynamodb } from '../dynamodb.ts';
import { keysFile } from '../keys.ts';
import { environment } from '../settings.ts';
import type { Part } from './part.ts';

export const dynamodb: Part = {
  name: 'dynamodb',
  kind: 'store',
  ports: () => (environment.dynamodbEndpoint ? [] : ['dynamodb']),
  kept: ['dynamodb'],
  addresses: ({ dynamodbEndpoint }) => ({ dynamodb: dynamodbEndpoint }),
  start: ({ ports, data, logs }, onSpawn) =>
    startDynamodb({
      port: ports.dynamodb,
      dataDir: join(data, 'dynamodb'),
      keysFile: keysFile(data),
      logFile: join(logs, 'dynamodb.log'),
      endpoint: environment.dynamodbEndpoint,
      engine: environment.dynamodbEngine as Engine | undefined,
      dynamodbLocalDir: environment.dynamodbLocalDir,
      onSpawn,
    }),
  // Without the key its door would answer for it.
  answers: ({ dynamodbEndpoint, accessKeyId }) =>
    answersHttp(dynamodbEndpoint, { authorization: authorizationOf(accessKeyId) }),
};
