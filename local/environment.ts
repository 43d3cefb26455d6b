/** The caller's environment: read here only. The parts and the functions of the local cloud get it with their own settings. */
export const callersEnvironment: NodeJS.ProcessEnv = process.env;

/** What it may say to the local cloud; everything is optional. */
export const environment = {
  data: process.env.CRUDDUR_DATA,
  dynamodbEndpoint: process.env.CRUDDUR_DYNAMODB_ENDPOINT,
  dynamodbEngine: process.env.CRUDDUR_DYNAMODB_ENGINE,
  /** Of a cloud whose keys are elsewhere. */
  accessKeyId: process.env.CRUDDUR_LOCAL_KEY,
  dynamodbLocalDir: process.env.DYNAMODB_LOCAL_DIR,
};
