import { documents } from '../shared/dynamo/client.ts';

/**
 * On a machine that runs other tests beside, an engine may answer after longer than a deployed function waits for it.
 * That is not what most tests are about. One that is connects its table itself and so waits as deployed.
 */
const PATIENCE_MS = 20_000;

const handler = documents.config.requestHandler as unknown as {
  updateHttpClientConfig(setting: 'requestTimeout' | 'connectionTimeout', milliseconds: number): void;
};
handler.updateHttpClientConfig('requestTimeout', PATIENCE_MS);
handler.updateHttpClientConfig('connectionTimeout', PATIENCE_MS);
