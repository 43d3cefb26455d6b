import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { jest } from '@jest/globals';
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { listAccounts, localUserPool, signIn } from '../../cli/user-pool.ts';
import { startCognito } from '../../local/cognito.ts';
import { findConfirmationCode } from '../../local/confirmation-code.ts';
import { triggerFunctions, userPoolClientId } from '../../local/settings.ts';
import { connectTable, tableName } from '../../shared/dynamo/client.ts';
import { findUserByHandle, parseHandle } from '../../shared/postgres/users.ts';
import { recordCalls } from '../../test/record-calls.ts';
import { testStores } from '../../test/stores.ts';
import { startLambda } from '../../test/templates/fakes.ts';
import { handler as postConfirmation } from './post-confirmation.ts';

/** A user pool of its own that invokes the real functions, as the deployed pool does. */
const { accessKeyId, dynamodb } = testStores();
const folder = await mkdtemp(join(tmpdir(), 'cruddur-sign-up-'));
const lambda = await startLambda({
  [triggerFunctions.PreSignUp]: (event) => trigger(event),
  [triggerFunctions.PostConfirmation]: postConfirmation,
});
const pool = await startCognito({
  dataDir: join(folder, 'cognito'),
  logFile: join(folder, 'cognito.log'),
  functionsUrl: lambda.url,
  accessKeyId,
});
Object.assign(process.env, { CRUDDUR_COGNITO_ENDPOINT: pool.url, CRUDDUR_LIMITS: 'signUps=7' });
const { handler } = await import('./pre-sign-up.ts');
const userPool = localUserPool({ cognitoEndpoint: pool.url, accessKeyId });
let trigger: (event: never) => Promise<unknown>;

afterAll(async () => {
  await pool.stop();
  lambda.stop();
  await rm(folder, { recursive: true });
});

/** Each test has an hour of its own, in which nothing is used of any limit. */
let hour = Date.UTC(2040, 0, 1);
const nextHour = () => {
  hour += 3_600_000;
  jest.restoreAllMocks();
  jest.spyOn(Date, 'now').mockReturnValue(hour);
};
beforeEach(() => {
  nextHour();
  trigger = handler;
  connectTable({ tableName, endpoint: dynamodb });
  recordCalls();
});
afterEach(() => jest.restoreAllMocks());

const signUp = async (email: string, { password = 'Some-secret-1', handle = 'somebody' } = {}) =>
  userPool.client
    .send(
      new SignUpCommand({
        ClientId: userPoolClientId,
        Username: email,
        Password: password,
        UserAttributes: Object.entries({ email, name: handle, preferred_username: handle }).map(
          ([Name, Value]) => ({ Name, Value }),
        ),
      }),
    )
    .then(
      () => 'signed up',
      (error: Error) => error.name,
    );

async function confirm(email: string): Promise<void> {
  const ConfirmationCode = await findConfirmationCode(folder, email);
  const code = { ClientId: userPoolClientId, Username: email, ConfirmationCode };
  await userPool.client.send(new ConfirmSignUpCommand(code));
}

const isSignedIn = (email: string, password: string) =>
  signIn(userPool, email, password).then(
    () => true,
    () => false,
  );

const accountsOf = async (email: string) =>
  (await listAccounts(userPool)).filter((account) => account.email.toLowerCase() === email);

test('one address signs up five times an hour, however it is written', async () => {
  const written = ['often@example.com', 'Often@example.com', 'OFTEN@EXAMPLE.COM'];
  for (let time = 0; time < 5; time++) expect(await signUp(written[time % 3] as string)).toBe('signed up');
  expect(await signUp('oFTEN@example.com')).toBe('UserLambdaValidationException');
  expect(await signUp('other@example.com')).toBe('signed up');
  nextHour();
  expect(await signUp('often@example.com')).toBe('signed up');
});

test('the stage takes a number of sign-ups an hour, and one address alone cannot use them up', async () => {
  for (let time = 0; time < 20; time++) await signUp('alone@example.com');
  expect(await signUp('first@example.com')).toBe('signed up');
  expect(await signUp('second@example.com')).toBe('signed up');
  expect(await signUp('third@example.com')).toBe('UserLambdaValidationException');
  expect(await accountsOf('third@example.com')).toEqual([]);
});

test('who confirms an address has the password that they chose, whoever signed up with it before', async () => {
  const email = 'victim@example.com';
  await signUp('Victim@Example.com', { password: 'Of-attacker-1', handle: 'attacker' });
  expect(await signUp(email, { password: 'Of-the-victim-1', handle: 'victim' })).toBe('signed up');
  await confirm(email);
  expect(await isSignedIn(email, 'Of-the-victim-1')).toBe(true);
  expect(await isSignedIn(email, 'Of-attacker-1')).toBe(false);
  expect(await accountsOf(email)).toEqual([
    expect.objectContaining({ handle: 'victim', status: 'CONFIRMED' }),
  ]);
  expect(await findUserByHandle(parseHandle('attacker') as never)).toBeUndefined();
});

test('a confirmed account stays, whoever signs up with its address', async () => {
  const email = 'owner@example.com';
  await signUp(email, { password: 'Of-the-owner-1', handle: 'owner' });
  await confirm(email);
  expect(await signUp(email, { password: 'Of-attacker-1' })).toBe('UsernameExistsException');
  expect(await isSignedIn(email, 'Of-the-owner-1')).toBe(true);
});

test('a sign-up passes while its use cannot be counted', async () => {
  connectTable({ tableName, endpoint: 'http://127.0.0.1:9' });
  expect(await signUp('uncounted@example.com')).toBe('signed up');
});

test('a sign-up passes where the pool does not answer the function', async () => {
  const event = eventOf('lonely@example.com', { userPoolId: 'no_such_pool' });
  expect(await handler(event)).toBe(event);
});

test('accounts that operators create are not counted', async () => {
  const event = eventOf('tester@example.com', { triggerSource: 'PreSignUp_AdminCreateUser' });
  for (let time = 0; time < 10; time++) expect(await handler(event)).toBe(event);
});

test('a function that crashes makes no account, and the person is told as by Cognito', async () => {
  trigger = () => Promise.reject(new Error('It crashed'));
  const failed = userPool.client.send(
    new SignUpCommand({ ClientId: userPoolClientId, Username: 'c@example.com', Password: 'Some-secret-1' }),
  );
  await expect(failed).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error It crashed.',
  });
  expect(await accountsOf('c@example.com')).toEqual([]);
});

const eventOf = (email: string, more: object) =>
  ({
    ...{ triggerSource: 'PreSignUp_SignUp', userPoolId: pool.userPoolId, userName: 'new' },
    ...more,
    request: { userAttributes: { email } },
  }) as unknown as PreSignUpTriggerEvent;
