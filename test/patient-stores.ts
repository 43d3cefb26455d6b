import { documents } from '../shared/dynamo/client.ts';
import { patience } from '../shared/patience.ts';

/**
 * On a machine that runs other tests beside, a store may answer after longer than a deployed function waits for it. That
 * is not what most tests are about. One that is waits as deployed: it connects its table itself, and sets
 * `deployedPatience` for Postgres and the user pool.
 */
const PATIENCE_MS = 20_000;

Object.assign(patience, { postgresMs: PATIENCE_MS, userPoolMs: PATIENCE_MS });

const handler = documents.config.requestHandler as unknown as {
  updateHttpClientConfig(setting: 'requestTimeout' | 'connectionTimeout', milliseconds: number): void;
};
handler.updateHttpClientConfig('requestTimeout', PATIENCE_MS);
handler.updateHttpClientConfig('connectionTimeout', PATIENCE_MS);
