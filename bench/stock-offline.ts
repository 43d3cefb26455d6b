import { join } from 'node:path';
import ServerlessOffline from 'serverless-offline';
import { bundleFunctions, releaseBundler } from '../local/services/bundle.ts';
import { readService } from '../local/services/service-definition.ts';
import { root } from '../local/settings.ts';
import { withKeys } from '../local/with-keys.ts';

/**
 * The messaging service under `serverless-offline` as it comes, without the thread of our own: the two ways that it
 * has to run functions. `node stock-offline.ts FOLDER HTTP_PORT LAMBDA_PORT worker|process`.
 */
const [folder = '', httpPort = '', lambdaPort = '', way] = process.argv.slice(2);
const options = { httpPort, lambdaPort };
const serverless = await readService(join(root, 'services/messaging'), options);
await bundleFunctions(serverless, folder);
await releaseBundler();
Object.assign(serverless.service, withKeys(serverless.service));
const settings = { ...serverless.service.custom['serverless-offline'], location: folder };
serverless.service.custom['serverless-offline'] = { ...settings, useInProcess: way === 'process' };
const silent = () => {};
const log = { debug: silent, info: silent, verbose: silent, notice: silent, warning: silent, error: silent };
const offline = new ServerlessOffline(serverless, { ...options, noSponsor: true }, { log });
await offline.hooks['offline:start:init']?.();
process.send?.({ port: Number(httpPort) });
process.once('disconnect', () => process.exit());
