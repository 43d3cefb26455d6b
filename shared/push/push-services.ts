import { pushServiceSettings } from '../config.ts';

/**
 * Where the endpoint of a subscription may be. A user chooses that URL and a function calls it, so only hosts of known push
 * services are called, over TLS: a name that leads elsewhere, now or at the call (DNS rebinding), has no certificate for that
 * host. No redirect is followed.
 */
const services = pushServiceSettings()
  .CRUDDUR_PUSH_SERVICES.split(',')
  .map((name) => name.trim());

/** The word of the local cloud: a push service of a test on this machine, over plain HTTP. */
const LOOPBACK = 'loopback';

/** @returns the URL if a function may call it; undefined for any other text. */
export function pushServiceUrl(endpoint: string): URL | undefined {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || url.username || url.password || url.hash) return undefined;
  if (services.includes(LOOPBACK) && url.protocol === 'http:' && url.hostname === '127.0.0.1') return url;
  if (url.protocol !== 'https:' || url.port) return undefined;
  return services.some((name) => isHostOf(name, url.hostname)) ? url : undefined;
}

/** `push.example` is that host alone, `*.push.example` every host below it. */
const isHostOf = (name: string, host: string) =>
  name.startsWith('*.') ? host.endsWith(name.slice(1)) : name !== '' && host === name;
