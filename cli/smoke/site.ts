import { CommandFailed } from '../errors.ts';

/** A stage's site: the origin of the page and the API, and the page's configuration. */
export interface Site {
  url: string;
  webSocketUrl: string;
  cognitoClientId: string;
}

const PATIENCE_MS = 15_000;

/**
 * Reads the page's configuration as the page does.
 *
 * @throws CommandFailed if it is missing.
 */
export async function readSite(url: string): Promise<Site> {
  const response = await fetch(`${url}/config.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok)
    throw new CommandFailed(`The page's config.json was answered with status ${response.status}.`);
  const { webSocketUrl, cognitoClientId } = await response.json();
  // On the local cloud the URL is a path of the page's origin.
  return { url, webSocketUrl: new URL(webSocketUrl, url.replace(/^http/, 'ws')).href, cognitoClientId };
}
