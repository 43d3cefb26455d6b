/** What differs between stages. It is fetched, not built in: one build serves every stage. */
export interface Configuration {
  /** Where Cognito's JSON API answers: a path of this origin, or the pool's region. */
  cognitoEndpoint: string;
  cognitoClientId: string;
  /** A path of this origin, or a `wss:` address. */
  webSocketUrl: string;
  /** What prints the code for an address: only on the local cloud, which sends no mail. */
  codeCommand?: string;
}

let loading: Promise<Configuration> | undefined;

/** The configuration, read once. A failed read is tried again by the next caller. */
export function configuration(): Promise<Configuration> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Configuration> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error('config.json is missing');
  return response.json();
}
