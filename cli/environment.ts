/** The environment variables of the command line, read once and here only. All are optional. */
export const environment = {
  region: process.env.AWS_REGION || undefined,
  /** Another address of the database, local or of a stage, such as a tunnel. */
  postgresUrl: process.env.CRUDDUR_POSTGRES_URL || undefined,
  /** Overrides the local cloud's stores, never a stage's. */
  localAddresses: present({
    messagesTable: process.env.MESSAGES_TABLE,
    dynamodbEndpoint: process.env.CRUDDUR_DYNAMODB_ENDPOINT,
    postgresUrl: process.env.CRUDDUR_POSTGRES_URL,
    cognitoEndpoint: process.env.CRUDDUR_COGNITO_ENDPOINT,
    accessKeyId: process.env.CRUDDUR_LOCAL_KEY,
  }),
  /** Prints errors in full, for developers of the command line. */
  isDebugging: Boolean(process.env.CRUDDUR_DEBUG),
  /** How psql checks a server. */
  sslMode: process.env.PGSSLMODE,
  rootCertificates: process.env.PGSSLROOTCERT ?? process.env.NODE_EXTRA_CA_CERTS,
};

/** The environment of a child process. */
export const childEnvironment = (settings: Record<string, string | undefined>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
});

/** An empty value counts as absent. */
function present<Name extends string>(values: Record<Name, string | undefined>): { [N in Name]?: string } {
  const found: { [N in Name]?: string } = {};
  for (const name in values) if (values[name]) found[name] = values[name];
  return found;
}
