import { join } from 'node:path';
import { answersHttp } from '../child.ts';
import { onSoundData } from '../damaged.ts';
import { authorizationOf } from '../doors/refusal.ts';
import { type Engine, startDynamodb } from '../dynamodb.ts';
import { environment } from '../environment.ts';
import { keysFile } from '../keys.ts';
import { keepStreamsShort } from '../trim-stream.ts';
import type { Part } from './part.ts';

export const dynamodb: Part = {
  name: 'dynamodb',
  kind: 'store',
  ports: () => (environment.dynamodbEndpoint ? [] : ['dynamodb']),
  kept: ['dynamodb'],
  addresses: ({ dynamodbEndpoint }) => ({ dynamodb: dynamodbEndpoint }),
  start: async ({ ports, data, logs }, onSpawn) => {
    const dataDir = join(data, 'dynamodb');
    const logFile = join(logs, 'dynamodb.log');
    const engine = await onSoundData({ part: 'dynamodb', data: dataDir, signs: damage, logFile }, () =>
      startDynamodb({
        ...{ port: ports.dynamodb, dataDir, logFile, keysFile: keysFile(data), onSpawn },
        endpoint: environment.dynamodbEndpoint,
        engine: environment.dynamodbEngine as Engine | undefined,
        dynamodbLocalDir: environment.dynamodbLocalDir,
      }),
    );
    if (engine.engine !== 'dynoxide') return engine;
    const stopTrimming = keepStreamsShort(join(dataDir, 'dynoxide.sqlite'), checkpointsIn(data));
    void engine.exited.then(stopTrimming);
    return engine;
  },
  // Sends the key: without it the door would answer, not the engine.
  answers: ({ dynamodbEndpoint, accessKeyId }) =>
    answersHttp(dynamodbEndpoint, { authorization: authorizationOf(accessKeyId) }),
};

/** Folder of the event source mappings' checkpoints. */
const checkpointsIn = (data: string) => join(data, 'event-source-mappings/checkpoints');

/** Matches the errors of SQLite, in which both engines store their data. */
const damage = /malformed|not a (valid )?database|file is encrypted|SQLITE_(CORRUPT|NOTADB)|disk I\/O error/i;
