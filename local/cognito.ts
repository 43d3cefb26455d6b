import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answersHttp, type ChildCommand, startChild, untilReady } from './child.ts';
import { keptAside } from './damaged.ts';
import { callersEnvironment } from './environment.ts';
import { claimPort } from './port.ts';
import { host, triggerFunctions, userPoolClientId, userPoolId } from './settings.ts';
import { ensureSigningKey } from './signing-key.ts';

/**
 * Starts cognito-local with one user pool and one client with fixed ids, and waits until it answers. Signing up
 * and confirming an account invoke the users service's functions at `functionsUrl`. `confirmation-code.ts` reads the confirmation
 * codes.
 *
 * @throws PartFailed when it does not start
 */
export async function startCognito(options: CognitoOptions) {
  const port = await claimPort(part, options.port ?? 0);
  const url = `http://${host}:${port}`;
  await writeConfiguration(options, url);
  await createUserPool(options.dataDir, options.logFile);
  const signingKeyFile = await ensureSigningKey(options.dataDir);
  const child = startChild({
    part,
    file: process.execPath,
    args: [
      ...['--import', new URL('./doors/user-pool.ts', import.meta.url).href],
      ...['--import', new URL('./atomic-writes.ts', import.meta.url).href],
      ...['--import', new URL('./user-pool-rules.ts', import.meta.url).href],
      createRequire(import.meta.url).resolve('cognito-local/lib/bin/start.js'),
    ],
    cwd: options.dataDir,
    // Not the caller's environment: its CODE, PORT and HOST would change cognito-local.
    env: {
      ...{ PATH: callersEnvironment.PATH, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
      ...{ CRUDDUR_PORT: String(port), CRUDDUR_LOCAL_KEY: options.accessKeyId },
      CRUDDUR_SIGNING_KEY: signingKeyFile,
      ...(options.webOrigin && { CRUDDUR_WEB_ORIGIN: options.webOrigin }),
      CRUDDUR_ALLOWED_ORIGINS: callersEnvironment.CRUDDUR_ALLOWED_ORIGINS ?? '',
    },
    logFile: options.logFile,
    onSpawn: options.onSpawn,
  });
  await untilReady(child, () => answersHttp(`${url}/health`));
  const issuer = `${url}/${userPoolId}`;
  return { ...child, port, url, issuer, userPoolId, clientId: userPoolClientId, signingKeyFile };
}

const part = 'cognito';

async function writeConfiguration(options: CognitoOptions, url: string): Promise<void> {
  const { dataDir, functionsUrl, accessKeyId } = options;
  await mkdir(join(dataDir, '.cognito/db'), { recursive: true });
  await writeJson(join(dataDir, '.cognito/config.json'), {
    ServerConfig: { hostname: host, port: Number(new URL(url).port) },
    TokenConfig: { IssuerDomain: url },
    LambdaClient: { endpoint: functionsUrl, credentials: { accessKeyId, secretAccessKey: 'local' } },
    TriggerFunctions: functionsUrl ? triggerFunctions : {},
    UserPoolDefaults: { UsernameAttributes: ['email'] },
  });
}

/**
 * Writes the two files of the pool as cognito-local would: its API generates random ids. Each start rewrites the
 * settings of pool and client, which updates data of an earlier version.
 */
async function createUserPool(dataDir: string, logFile: string): Promise<void> {
  const now = new Date().toISOString();
  const userPool = { ...userPoolOptions, CreationDate: now, LastModifiedDate: now };
  const client = { ...clientOptions, CreationDate: now, LastModifiedDate: now };
  const usersFile = join(dataDir, `.cognito/db/${userPoolId}.json`);
  const clientsFile = join(dataDir, '.cognito/db/clients.json');
  const { Users } = (await readJson<{ Users: object }>(usersFile, logFile)) ?? { Users: {} };
  await writeJson(usersFile, { Users, Options: userPool });
  const { Clients: others } = (await readJson<{ Clients: object }>(clientsFile, logFile)) ?? {};
  await writeJson(clientsFile, { Clients: { ...others, [userPoolClientId]: client } });
}

/** @throws PartFailed if the file is damaged. @returns undefined if there is none. */
async function readJson<T>(file: string, logFile: string): Promise<T | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw keptAside(part, file, logFile);
  }
}

async function writeJson(file: string, content: object): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content, undefined, 2));
  await rename(`${file}.new`, file);
}

const textAttribute = {
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Required: false,
  Mutable: true,
};

const userPoolOptions = {
  Id: userPoolId,
  Name: 'cruddur',
  Arn: `arn:aws:cognito-idp:local:local:userpool/${userPoolId}`,
  UsernameAttributes: ['email'],
  AutoVerifiedAttributes: ['email'],
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
  MfaConfiguration: 'OFF',
  SchemaAttributes: [
    { ...textAttribute, Name: 'sub', Required: true, Mutable: false },
    { ...textAttribute, Name: 'email', Required: true },
    { ...textAttribute, Name: 'email_verified', AttributeDataType: 'Boolean' },
    { ...textAttribute, Name: 'name', Required: true },
    { ...textAttribute, Name: 'preferred_username', Required: true, Mutable: false },
  ],
};

const clientOptions = {
  UserPoolId: userPoolId,
  ClientId: userPoolClientId,
  ClientName: 'cruddur-web',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  // As in the deployed pool.
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
};

export interface CognitoOptions {
  dataDir: string;
  logFile: string;
  /** Grants the calls of an administrator. */
  accessKeyId: string;
  /** Origin of the page that may call; if absent, every origin may. */
  webOrigin?: string;
  /** Where the users service's functions are invoked: the `lambdaPort` of its `sls offline`. Absent: no triggers. */
  functionsUrl?: string;
  /** A free port if absent or 0. */
  port?: number;
  onSpawn?: ChildCommand['onSpawn'];
}
