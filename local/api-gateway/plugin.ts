import { join, relative, resolve } from 'node:path';
import { guardService, type ServicePorts } from '../doors/service-doors.ts';
import { FunctionHost } from '../lambda/function-host.ts';
import { type ServiceDefinition, serviceFunctions } from '../lambda/service-functions.ts';
import { withKeys } from '../with-keys.ts';
import { forwardTo, writeForwarders } from './forward.ts';
import { hearSocketErrors } from './sockets.ts';

/**
 * Makes `serverless offline` answer as API Gateway and Lambda do. The functions of a service run in one thread. Their
 * errors become the answers of an HTTP API. A client's broken frame closes only its own connection.
 *
 * List it after the bundler in `plugins`: its hook needs the bundles.
 */
export default class ApiGatewayPlugin {
  readonly hooks: Record<string, () => void | Promise<void>>;
  readonly #serverless: Serverless;
  readonly #options: ServicePorts;
  readonly #log: (line: string) => void;
  #host: FunctionHost | undefined;

  constructor(serverless: Serverless, options: ServicePorts, utilities?: Utilities) {
    this.#serverless = serverless;
    this.#options = options;
    this.#log = (line) => utilities?.log.notice(line);
    this.hooks = {
      'before:offline:start': () => this.#prepare(),
      'before:offline:start:init': () => this.#prepare(),
      'offline:functionsUpdated:cleanup': () => this.#host?.reload(),
      'before:offline:start:end': () => this.#host?.stop(),
    };
  }

  #prepare(): void {
    guardService({ ...this.#serverless.service.custom?.['serverless-offline'], ...this.#options });
    const { service, serviceDir } = this.#serverless;
    const custom = service.custom ?? {};
    const settings = custom['serverless-offline'] ?? {};
    const functions = serviceFunctions(
      withKeys(service),
      resolve(serviceDir, String(settings.location ?? '')),
    );
    this.#host = new FunctionHost(functions, this.#log);
    forwardTo(
      this.#host,
      functions.map(({ name }) => name),
    );
    // Not in .esbuild, which `sls package` empties while the cloud runs.
    const location = writeForwarders(join(serviceDir, '.local/forward'), service.functions);
    // The thread enforces the timeouts itself.
    const forwarding = { location: relative(serviceDir, location), useInProcess: true, noTimeout: true };
    service.custom = { ...custom, 'serverless-offline': { ...settings, ...forwarding } };
    hearSocketErrors(this.#log);
  }
}

interface Serverless {
  readonly serviceDir: string;
  readonly service: ServiceDefinition & { custom?: Record<string, Record<string, unknown>> };
}

interface Utilities {
  readonly log: { notice(line: string): void };
}
