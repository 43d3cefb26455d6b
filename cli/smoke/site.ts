import { CommandFailed } from '../errors.ts';

/** Where a stage is used: the page's origin, which has the API below it, and what the page reads there. */
export interface Site {
  url: string;
  webSocketUrl: string;
  cognitoClientId: string;
}

const PATIENCE_MS = 15_000;

/**
 * Reads the page's configuration as the page does.
 *
 * @throws CommandFailed if it is not there.
 */
export async function readSite(url: string): Promise<Site> {
  const response = await fetch(`${url}/config.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new CommandFailed(`The page's config.json is answered ${response.status}.`);
  const { webSocketUrl, cognitoClientId } = await response.json();
  // On the local cloud it is a path of the page's origin.
  return { url, webSocketUrl: new URL(webSocketUrl, url.replace(/^http/, 'ws')).href, cognitoClientId };
}
