/**
 * The only place that reads the environment. Each function below reads the settings of one concern; the
 * module that needs them calls it while it loads, so that a function with a missing setting does not start.
 * Other programs choose their stores themselves: `connectTable`, `connectDatabase`. An empty value counts as absent,
 * because templates write one for settings that a stage lacks.
 */

type Settings = Record<string, 'required' | 'optional'>;

export const dynamoSettings = () =>
  read({
    MESSAGES_TABLE: 'required',
    /** Set on the local cloud only; credentials and region then do not matter. */
    CRUDDUR_DYNAMODB_ENDPOINT: 'optional',
  });

/** The access key that the local cloud accepts; other local engines accept any. */
export const localKey = () => read({ CRUDDUR_LOCAL_KEY: 'optional' }).CRUDDUR_LOCAL_KEY ?? 'local';

export const postgresSettings = () =>
  read({
    /** `postgres://user:password@host:port/database`; without a password the IAM token is the password. */
    POSTGRES_URL: 'required',
  });

/** Who signs a request to AWS, and for which region. */
export interface Credentials {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
}

export const issuerSettings = () => read({ COGNITO_ISSUER: 'required' });

export const tokenSettings = () =>
  read({
    COGNITO_ISSUER: 'required',
    COGNITO_CLIENT_ID: 'required',
  });

export const userPoolSettings = () =>
  read({
    /** The user pool's API on the local cloud. */
    CRUDDUR_COGNITO_ENDPOINT: 'optional',
  });

export const webSettings = () =>
  read({
    /** The origins that a browser may call from, the page's own first: `https://cruddur.example,https://app.example`. */
    CRUDDUR_WEB_ORIGIN: 'required',
    /**
     * `units` adds DynamoDB's consumed capacity to `Server-Timing`; on a public stage it would leak how much is stored.
     */
    CRUDDUR_SERVER_TIMING: 'optional',
  });

export const frontSettings = () =>
  read({
    /** What CloudFront adds to a request; `open` where there is no CloudFront in front, as on the local cloud. */
    CRUDDUR_FRONT_KEY: 'required',
  });

export const limitSettings = () =>
  read({
    /** Other numbers than those in `limits.ts`, for example `signUps=1000`. */
    CRUDDUR_LIMITS: 'optional',
  });

export const profileSettings = () =>
  read({
    /** From whom new accounts take first messages: `everyone`, `requests` or `nobody`; `everyone` if absent. */
    CRUDDUR_WHO_MAY_WRITE: 'optional',
  });

/** Whether this stage searches messages: `CRUDDUR_SEARCH` is `on` or `off`, and on if absent. */
export const isSearchOn = () => read({ CRUDDUR_SEARCH: 'optional' }).CRUDDUR_SEARCH !== 'off';

export const securitySettings = () =>
  read({
    /** Makes the names of people in the log: `pseudonym.ts`. */
    CRUDDUR_LOG_KEY: 'required',
  });

export const functionSettings = () =>
  read({
    /** Set by Lambda; contains the stage. */
    AWS_LAMBDA_FUNCTION_NAME: 'optional',
    /** `off` silences the log, for tests. */
    CRUDDUR_LOG: 'optional',
  });

/** Whether this process is a Lambda function, whose settings name its stores. */
export const isFunction = (): boolean => functionSettings().AWS_LAMBDA_FUNCTION_NAME !== undefined;

export const socketSettings = () =>
  read({
    /** The WebSocket API's address for posting frames, without `/@connections`. */
    WEBSOCKET_ENDPOINT: 'required',
  });

export const pushKeySettings = () =>
  read({
    /** The secret from which the stage's keys for web push are derived: `push/stage-keys.ts`. */
    CRUDDUR_PUSH_KEY: 'required',
  });

export const pushServiceSettings = () =>
  read({
    /** The hosts of push services that may be called, separated by commas: `push/push-services.ts`. */
    CRUDDUR_PUSH_SERVICES: 'required',
  });

export const pushContactSettings = () =>
  read({
    /** Where a push service finds who sends (RFC 8292): an `https:` or `mailto:` address. */
    CRUDDUR_PUSH_CONTACT: 'required',
  });

export const daxSettings = () =>
  read({
    /** The discovery address of the DAX cluster, for the one bundle that has a cache. */
    DAX_ENDPOINT: 'required',
  });

/** The credentials of the function's role, which Lambda puts into its environment. */
export function roleCredentials(): Credentials {
  const lambda = read({
    AWS_REGION: 'required',
    AWS_ACCESS_KEY_ID: 'required',
    AWS_SECRET_ACCESS_KEY: 'required',
    AWS_SESSION_TOKEN: 'optional',
  });
  return {
    region: lambda.AWS_REGION,
    accessKeyId: lambda.AWS_ACCESS_KEY_ID,
    secretAccessKey: lambda.AWS_SECRET_ACCESS_KEY,
    sessionToken: lambda.AWS_SESSION_TOKEN,
  };
}

/** The X-Ray trace of the request that is being answered; Lambda changes it for each. */
export function traceId(): string | undefined {
  // biome-ignore lint/style/noProcessEnv: this is the file that reads it
  return /Root=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];
}

/** Thrown while a module loads; names the settings, never their values. */
export class MissingSettings extends Error {
  constructor(names: readonly string[]) {
    super(`Missing settings: ${names.join(', ')}`);
    this.name = 'MissingSettings';
  }
}

function read<const S extends Settings>(settings: S) {
  // biome-ignore lint/style/noProcessEnv: this is the file that reads it
  const found = Object.keys(settings).map((name) => [name, process.env[name] || undefined] as const);
  const missing = found.filter(([name, value]) => settings[name] === 'required' && value === undefined);
  if (missing.length > 0) throw new MissingSettings(missing.map(([name]) => name));
  return Object.fromEntries(found) as {
    [Name in keyof S]: S[Name] extends 'required' ? string : string | undefined;
  };
}
