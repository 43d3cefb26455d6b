import { callersEnvironment, moreOrigins } from '../environment.ts';
import { localSettings } from '../settings.ts';
import { guardPorts } from './guard.ts';
import type { Head } from './refusal.ts';

/** The ports that `serverless-offline` opens for one service. */
export interface ServicePorts {
  httpPort?: unknown;
  lambdaPort?: unknown;
  websocketPort?: unknown;
}

/**
 * Puts doors before a service. Its HTTP API answers other origins as deployed, since its requests carry tokens.
 * Invoking a function by name, or sending to connections, needs the access key.
 */
export function guardService({ httpPort, lambdaPort, websocketPort }: ServicePorts): void {
  const { accessKeyId, webOrigin } = localSettings();
  const origins = [callersEnvironment.CRUDDUR_WEB_ORIGIN || webOrigin, ...moreOrigins()];
  if (httpPort) guardPorts({ [Number(httpPort)]: { answered: origins } });
  if (lambdaPort) guardPorts({ [Number(lambdaPort)]: { origins: [], accessKeyId } });
  if (!websocketPort) return;
  const provesItself = (request: Head) => !isOfConnections(request);
  guardPorts({ [Number(websocketPort)]: { origins, accessKeyId, needsKey: isOfConnections, provesItself } });
}

const isOfConnections = ({ url }: Head) => /^\/+(%40|@)connections/i.test(url);
