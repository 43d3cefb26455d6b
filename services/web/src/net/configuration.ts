/** The settings of a stage, fetched at start: one build serves every stage. */
export interface Configuration {
  /** The URL of Cognito's JSON API: a path of this origin, or the pool's regional endpoint. */
  cognitoEndpoint: string;
  cognitoClientId: string;
  /** A path of this origin, or a `wss:` address. */
  webSocketUrl: string;
  /** The command that prints the code for an address. Local cloud only: it sends no mail. */
  codeCommand?: string;
}

const PATIENCE_MS = 15_000;

let loading: Promise<Configuration> | undefined;

/** The configuration, fetched once. After a failure the next caller retries. */
export function configuration(): Promise<Configuration> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Configuration> {
  const response = await fetch('/config.json', { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error('config.json is missing');
  return response.json();
}
