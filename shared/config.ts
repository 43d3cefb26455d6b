import * as z from 'zod/mini';

/**
 * The only place that reads the environment. Each function below reads the settings of one concern; the
 * module that needs them calls it while it loads, so that a function with a missing setting does not start.
 * An empty value counts as absent, because templates write one for a setting that a stage does not have.
 */

const text = z.string().check(z.minLength(1));
const absentOr = z.optional(text);

const Dynamo = z.object({
  MESSAGES_TABLE: text,
  /** Set on the local cloud only; credentials and region are then of no account. */
  CRUDDUR_DYNAMODB_ENDPOINT: absentOr,
  /** A file that every call is noted in, for the test of the functions' rights; set by that test only. */
  CRUDDUR_RECORD_CALLS: absentOr,
});

const Postgres = z.object({
  /** `postgres://user:password@host:port/database`; without a password the IAM token is the password. */
  POSTGRES_URL: text,
});

/** What Lambda puts into the environment of every function. */
const Lambda = z.object({
  AWS_REGION: text,
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_SESSION_TOKEN: absentOr,
});

/** A function's own credentials, those of its role. */
export interface Credentials {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
}

const Tokens = z.object({
  COGNITO_ISSUER: text,
  COGNITO_CLIENT_ID: text,
});

const UserPool = z.object({
  /** Set on the local cloud only. */
  CRUDDUR_COGNITO_ENDPOINT: absentOr,
});

const Web = z.object({
  /** The one origin that a browser may call from, for example `https://cruddur.example`. */
  CRUDDUR_WEB_ORIGIN: text,
});

const LambdaFunction = z.object({
  /** Set by Lambda; has the stage in it. */
  AWS_LAMBDA_FUNCTION_NAME: absentOr,
  /** `off` silences the log, for tests. */
  CRUDDUR_LOG: absentOr,
});

const Sockets = z.object({
  /** Where frames are posted to: the address of the WebSocket API's connections, without `/@connections`. */
  WEBSOCKET_ENDPOINT: text,
});

export const dynamoSettings = () => read(Dynamo);
export const postgresSettings = () => read(Postgres);
export const tokenSettings = () => read(Tokens);
export const userPoolSettings = () => read(UserPool);
export const webSettings = () => read(Web);
export const functionSettings = () => read(LambdaFunction);
export const socketSettings = () => read(Sockets);

export function roleCredentials(): Credentials {
  const lambda = read(Lambda);
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
    super(`Missing or invalid settings: ${names.join(', ')}`);
    this.name = 'MissingSettings';
  }
}

function read<S extends z.ZodMiniType>(schema: S): z.infer<S> {
  // biome-ignore lint/style/noProcessEnv: this is the file that reads it
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  throw new MissingSettings(result.error.issues.map((issue) => String(issue.path[0])));
}
