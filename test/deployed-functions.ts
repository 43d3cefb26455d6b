import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../services');

/** A function as its service's `serverless.yml` describes it. */
export interface DeployedFunction {
  service: string;
  key: string;
  /** Its caller: a route of the HTTP API, the table's stream, the WebSocket API, or the one in `custom.calledBy`. */
  kind: 'operation' | 'stream' | 'socket' | 'user pool' | 'operator' | undefined;
  /** `GET /api/me`, of an operation. */
  route: string | undefined;
  role: string;
  /** The file of the handler, from the root of the repository. */
  file: string;
}

/** Every deployed function, read from the files without the Serverless CLI. */
export const deployedFunctions = (): DeployedFunction[] => servicesWithFunctions().flatMap(functionsOf);

/** The services that have functions; `web` has none. */
export const servicesWithFunctions = () =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((service) => readYaml(service, 'serverless.yml').functions);

/** The roles of a service's `roles.yml`, by function. */
export const rolesOf = (service: string): Record<string, unknown> => readYaml(service, 'roles.yml');

/** The callers of functions without an event, from a service's `serverless.yml`. */
export const calledByOf = (service: string): Record<string, string> =>
  readYaml(service, 'serverless.yml').custom?.calledBy ?? {};

/** The names of the settings that a function is deployed with. */
export function settingsOf({ service, key }: DeployedFunction): string[] {
  const { functions, custom } = readYaml(service, 'serverless.yml');
  const { environment } = functions[key];
  // A file that computes the environment includes at least the service's settings.
  return Object.keys(typeof environment === 'object' ? environment : custom.function.environment);
}

function functionsOf(service: string): DeployedFunction[] {
  const { functions = {} } = readYaml(service, 'serverless.yml');
  return Object.entries(functions as Record<string, Entry>).map(([key, { events = [], handler, role }]) => {
    const route = events.find(({ httpApi }) => httpApi)?.httpApi;
    const kind = kindOf(events) ?? calledByOf(service)[key];
    const file = `services/${service}/${handler.replace(/\.handler$/, '.ts')}`;
    return { service, key, kind: kind as DeployedFunction['kind'], route, role, file };
  });
}

interface Entry {
  handler: string;
  role: string;
  events?: { httpApi?: string; stream?: object; websocket?: unknown }[];
}

function kindOf(events: NonNullable<Entry['events']>) {
  if (events.some(({ httpApi }) => httpApi)) return 'operation';
  if (events.some(({ stream }) => stream)) return 'stream';
  return events.some(({ websocket }) => websocket) ? 'socket' : undefined;
}

/** Reads CloudFormation tags (`!Ref`) as plain text. */
const readYaml = (service: string, file: string) =>
  parse(readFileSync(join(folder, service, file), 'utf8'), { merge: true, logLevel: 'error' });
