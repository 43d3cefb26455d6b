/** The caller's environment, read only here. The parts and functions of the local cloud get it plus their own settings. */
export const callersEnvironment: NodeJS.ProcessEnv = process.env;

/** Settings of the local cloud in the environment, all optional. */
export const environment = {
  data: process.env.CRUDDUR_DATA,
  dynamodbEndpoint: process.env.CRUDDUR_DYNAMODB_ENDPOINT,
  dynamodbEngine: process.env.CRUDDUR_DYNAMODB_ENGINE,
  /** Access key of a cloud whose keys are stored elsewhere. */
  accessKeyId: process.env.CRUDDUR_LOCAL_KEY,
  dynamodbLocalDir: process.env.DYNAMODB_LOCAL_DIR,
};

/** The origins of other sites whose pages may call, as deployed: services/web-origin.cjs. */
export const moreOrigins = (): string[] =>
  (callersEnvironment.CRUDDUR_ALLOWED_ORIGINS ?? '').split(',').flatMap((origin) => origin.trim() || []);
