import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { createAccount, listAccounts, localUserPool, signIn } from '../cli/user-pool.ts';
import { claimsOf, forged, signedAsPublished, unsigned } from '../test/tokens.ts';
import { startCognito } from './cognito.ts';
import { authorizationOf } from './doors/refusal.ts';
import { root } from './settings.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-cognito-'));
const place = {
  dataDir: data,
  logFile: join(data, 'cognito.log'),
  accessKeyId: 'local',
};
const password = 'Some-secret-1';
const emails = Array.from({ length: 20 }, (_, index) => `somebody.${index}@example.com`);
const poolFile = join(data, '.cognito/db/local_cruddur.json');
const clientsFile = join(data, '.cognito/db/clients.json');

const deployedResources = () =>
  parse(readFileSync(join(root, 'services/users/resources/user-pool.yml'), 'utf8'), { logLevel: 'silent' })
    .Resources;
const deployedPool = () => deployedResources().UserPool.Properties;

afterAll(() => rmSync(data, { recursive: true }));

test('concurrently created and used accounts survive a restart', async () => {
  const first = await startCognito(place);
  const userPool = localUserPool({ cognitoEndpoint: first.url, accessKeyId: 'local' });
  await Promise.all(
    emails.map((email, index) =>
      createAccount(userPool, {
        email,
        handle: `somebody_${index}`,
        display_name: 'Somebody',
        password,
      }),
    ),
  );
  await Promise.all(emails.map((email) => signIn(userPool, email, password)));
  await first.stop();

  const second = await startCognito(place);
  const accounts = await listAccounts(localUserPool({ cognitoEndpoint: second.url, accessKeyId: 'local' }));
  await second.stop();
  expect(accounts.map(({ email }) => email).toSorted()).toEqual(emails.toSorted());
});

test('starts from a folder whose path is no URL', async () => {
  const clone = join(data, 'c# 100%');
  symlinkSync(root, clone);
  const module = pathToFileURL(join(clone, 'local/cognito.ts')).href;
  const program = `
    const { startCognito } = await import(${JSON.stringify(module)});
    const { stop } = await startCognito(${JSON.stringify({ ...place, dataDir: join(data, 'odd') })});
    await stop();`;
  // The path of the link instead of the path that it leads to.
  const args = ['--preserve-symlinks', '--input-type=module', '--eval', program];
  await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
});

describe('as Amazon Cognito does it', () => {
  let pool: Awaited<ReturnType<typeof startCognito>>;
  beforeAll(async () => {
    pool = await startCognito(place);
  });
  afterAll(() => pool.stop());

  const ask = async (action: string, body: object) => {
    const response = await fetch(pool.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        authorization: authorizationOf('local'),
        'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify({ ClientId: pool.clientId, UserPoolId: pool.userPoolId, ...body }),
    });
    const answer = await response.json();
    return { ...answer, status: response.status };
  };
  const signedIn = async (USERNAME: string) =>
    (
      await ask('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: password },
      })
    ).AuthenticationResult as { AccessToken: string; RefreshToken: string };
  const getUser = async ({ AccessToken }: { AccessToken: string }) => {
    const { status, message } = await ask('GetUser', { AccessToken });
    return status === 200 ? 'known' : message;
  };
  const renewed = async ({ RefreshToken }: { RefreshToken: string }) => ({
    RefreshToken,
    ...(
      await ask('InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      })
    ).AuthenticationResult,
  });
  const create = async (email: string) =>
    createAccount(localUserPool({ cognitoEndpoint: pool.url, accessKeyId: 'local' }), {
      email,
      handle: 'somebody',
      display_name: 'Somebody',
      password,
    });

  test('confirming a sign-up verifies the address; a wrong code does not', async () => {
    const Username = 'newcomer@example.com';
    const account = async () =>
      (await listAccounts(localUserPool({ cognitoEndpoint: pool.url, accessKeyId: 'local' }))).find(
        (one) => one.email === Username,
      );
    await ask('SignUp', {
      Username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: Username }],
    });
    expect((await ask('ConfirmSignUp', { Username, ConfirmationCode: 'wrong' })).status).toBe(400);
    expect(await account()).toMatchObject({ status: 'UNCONFIRMED', email_verified: false });
    const { Users: users } = JSON.parse(readFileSync(poolFile, 'utf8')) as {
      Users: Record<string, { ConfirmationCode?: string }>;
    };
    const code = Object.values(users).find(({ ConfirmationCode }) => ConfirmationCode)?.ConfirmationCode;
    // The trigger cannot be invoked here; the account is not affected.
    await ask('ConfirmSignUp', { Username, ConfirmationCode: code });
    expect(await account()).toMatchObject({ status: 'CONFIRMED', email_verified: true });
  });

  test('resends the code for an unconfirmed account, ignoring the case of the address', async () => {
    const Username = 'again@example.com';
    const signUp = (written: string) =>
      ask('SignUp', {
        Username: written,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: written }],
      });
    await signUp(Username);
    // An unconfirmed address is already taken.
    expect(await signUp('AGAIN@example.com')).toMatchObject({ __type: 'UsernameExistsException' });
    const sent = await ask('ResendConfirmationCode', { Username: 'Again@Example.com' });
    expect(sent).toMatchObject({
      status: 200,
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    });
    const { Users: users } = JSON.parse(readFileSync(poolFile, 'utf8')) as {
      Users: Record<string, { ConfirmationCode?: string; Attributes: { Value: string }[] }>;
    };
    const { ConfirmationCode } =
      Object.values(users).find(({ Attributes }) => Attributes.some(({ Value }) => Value === Username)) ?? {};
    await ask('ConfirmSignUp', { Username: 'AGAIN@Example.com', ConfirmationCode });
    expect(await getUser(await signedIn('again@EXAMPLE.com'))).toBe('known');
    expect(await ask('ResendConfirmationCode', { Username })).toMatchObject({
      status: 400,
      __type: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  test('resending a code does not reveal whether an account exists', async () => {
    expect(await ask('ResendConfirmationCode', { Username: 'stranger@example.com' })).toMatchObject({
      status: 200,
      CodeDeliveryDetails: { Destination: 's***@e***' },
    });
  });

  test('addresses are case-insensitive', async () => {
    await create('case@example.com');
    expect(await create('Case@Example.com')).toBe(false);
    expect(await getUser(await signedIn('CASE@example.com'))).toBe('known');
  });

  test('signing out of a session revokes only its access tokens', async () => {
    await create('revoked@example.com');
    const [one, other] = [await signedIn('revoked@example.com'), await signedIn('revoked@example.com')];
    const tokens = [one, await renewed(one), other];
    expect(await Promise.all(tokens.map(getUser))).toEqual(['known', 'known', 'known']);
    await ask('RevokeToken', { Token: one.RefreshToken });
    const revoked = 'Access Token has been revoked';
    expect(await Promise.all(tokens.map(getUser))).toEqual([revoked, revoked, 'known']);
  });

  test.each<[string, (token: string, Username: string) => object]>([
    ['GlobalSignOut', (AccessToken) => ({ AccessToken })],
    ['AdminUserGlobalSignOut', (_, Username) => ({ Username })],
  ])('%s ends every session, and the next sign-in is a new one', async (action, request) => {
    const email = `${action}@example.com`;
    await create(email);
    const [one, other] = [await signedIn(email), await signedIn(email)];
    expect((await ask(action, request(one.AccessToken, email))).status).toBe(200);
    for (const session of [one, other]) {
      expect(await getUser(session)).toBe('Access Token has been revoked');
      expect((await renewed(session)).AccessToken).toBeUndefined();
    }
    expect(await getUser(await signedIn(email))).toBe('known');
  });

  test('a disabled user cannot sign in, refresh tokens or read the account', async () => {
    await create('disabled@example.com');
    const session = await signedIn('disabled@example.com');
    await ask('AdminDisableUser', { Username: 'disabled@example.com' });
    expect(await getUser(session)).toBe('User is disabled.');
    expect(await signedIn('disabled@example.com')).toBeUndefined();
    expect((await renewed(session)).AccessToken).toBeUndefined();
  });

  test.each<[string, (Password: string, Username: string) => Promise<{ __type?: string }>]>([
    ['SignUp', (Password) => ask('SignUp', { Username: 'short@example.com', Password, UserAttributes: [] })],
    ['AdminSetUserPassword', (Password, Username) => ask('AdminSetUserPassword', { Username, Password })],
    [
      'ChangePassword',
      async (ProposedPassword, Username) => {
        const { AccessToken } = await signedIn(Username);
        return ask('ChangePassword', { AccessToken, PreviousPassword: password, ProposedPassword });
      },
    ],
    [
      'ConfirmForgotPassword',
      async (Password, Username) => {
        await ask('ForgotPassword', { Username });
        return ask('ConfirmForgotPassword', { Username, ConfirmationCode: '0', Password });
      },
    ],
  ])(
    '%s takes no password shorter than the deployed policy, whatever its characters',
    async (action, request) => {
      const email = `${action}.password@example.com`;
      await create(email);
      const length = deployedPool().Policies.PasswordPolicy.MinimumLength;
      expect(await request('a'.repeat(length - 1), email)).toMatchObject({
        __type: 'InvalidPasswordException',
      });
      expect((await request('a'.repeat(length), email)).__type).not.toBe('InvalidPasswordException');
    },
  );

  test('attributes can be changed that the deployed pool lets change, the handle not', async () => {
    await create('attributes@example.com');
    const { AccessToken } = await signedIn('attributes@example.com');
    for (const { Name, Mutable } of deployedPool().Schema) {
      if (Name === 'email') continue;
      const changed = await ask('UpdateUserAttributes', {
        AccessToken,
        UserAttributes: [{ Name, Value: 'new' }],
      });
      expect([Name, changed.status]).toEqual([Name, Mutable ? 200 : 400]);
    }
  });

  test('an address is changed by the code sent to the new one, and until then the old one counts', async () => {
    await create('before@example.com');
    await create('taken@example.com');
    const { AccessToken } = await signedIn('before@example.com');
    const change = (Value: string) =>
      ask('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value }] });
    const verify = (Code?: string) =>
      ask('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code });
    const codeOfChange = () => {
      const { Users: users } = JSON.parse(readFileSync(poolFile, 'utf8')) as {
        Users: Record<string, { AttributeVerificationCode?: string }>;
      };
      const changing = Object.values(users).find((user) => user.AttributeVerificationCode);
      return changing?.AttributeVerificationCode;
    };
    const address = async () =>
      Object.fromEntries(
        (await ask('GetUser', { AccessToken })).UserAttributes.map(
          ({ Name, Value }: { Name: string; Value: string }) => [Name, Value],
        ),
      );
    expect(await change('Taken@example.com')).toMatchObject({ __type: 'AliasExistsException' });
    expect((await change('after@example.com')).status).toBe(200);
    expect(await verify('wrong')).toMatchObject({ __type: 'CodeMismatchException' });
    expect(await address()).toMatchObject({ email: 'before@example.com', email_verified: 'true' });
    expect(await signedIn('after@example.com')).toBeUndefined();
    // Somebody else may sign up with it in the meantime.
    await create('after@example.com');
    expect(await verify(codeOfChange())).toMatchObject({ __type: 'AliasExistsException' });
    await change('later@example.com');
    expect((await verify(codeOfChange())).status).toBe(200);
    expect(await address()).toMatchObject({ email: 'later@example.com', email_verified: 'true' });
    expect(await getUser(await signedIn('later@example.com'))).toBe('known');
    expect(await signedIn('before@example.com')).toBeUndefined();
  });

  test('a password is changed by the one before, in a session that has not ended', async () => {
    await create('changes@example.com');
    const { AccessToken } = await signedIn('changes@example.com');
    const change = (PreviousPassword: string) =>
      ask('ChangePassword', { AccessToken, PreviousPassword, ProposedPassword: 'Another-secret-2' });
    expect(await change('Wrong-secret-1')).toMatchObject({ __type: 'NotAuthorizedException' });
    await ask('GlobalSignOut', { AccessToken });
    expect(await change(password)).toMatchObject({ message: 'Access Token has been revoked' });
    expect(await getUser(await signedIn('changes@example.com'))).toBe('known');
  });

  test('tokens have the lifetimes of the deployed pool and come by the same flows, also with data of an earlier version', async () => {
    const deployed = deployedResources().UserPoolClient.Properties;
    const secondsIn = { minutes: 60, hours: 3_600, days: 86_400 };
    const deployedSeconds = (token: 'AccessToken' | 'IdToken' | 'RefreshToken') =>
      deployed[`${token}Validity`] * secondsIn[deployed.TokenValidityUnits[token] as keyof typeof secondsIn];
    await pool.stop();
    const { Clients: clients } = JSON.parse(readFileSync(clientsFile, 'utf8'));
    const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, ...earlier } = clients[pool.clientId];
    writeFileSync(clientsFile, JSON.stringify({ Clients: { [pool.clientId]: earlier } }));
    pool = await startCognito(place);

    await create('lives@example.com');
    const tokens: Record<string, string> = await signedIn('lives@example.com');
    const seconds = (token: string) => {
      const { exp, iat } = claimsOf(tokens[token] ?? '');
      return Number(exp) - Number(iat);
    };
    expect(seconds('AccessToken')).toBe(deployedSeconds('AccessToken'));
    expect(seconds('IdToken')).toBe(deployedSeconds('IdToken'));
    expect(seconds('RefreshToken')).toBe(deployedSeconds('RefreshToken'));
    const { Clients: today } = JSON.parse(readFileSync(clientsFile, 'utf8'));
    expect(today[pool.clientId].ExplicitAuthFlows).toEqual(deployed.ExplicitAuthFlows);
  });

  test.each<[string, (token: string) => string]>([
    ['none', () => 'garbage'],
    ['unsigned', unsigned],
    ['signed by another key', (token) => forged(token)],
    ['signed by the key that cognito-local publishes', signedAsPublished],
  ])('a token that is %s is refused', async (_, change) => {
    await create('forged@example.com');
    const AccessToken = change((await signedIn('forged@example.com')).AccessToken);
    expect(await getUser({ AccessToken })).toBe('Invalid Access Token');
    const { status } = await ask('UpdateUserAttributes', { AccessToken, UserAttributes: [] });
    expect(status).toBe(400);
    expect((await ask('GlobalSignOut', { AccessToken })).status).toBe(400);
  });

  test('each folder has its own signing key, private to its owner, which survives a restart', async () => {
    const other = await startCognito({ ...place, dataDir: join(data, 'other') });
    const jwk = async ({ issuer }: { issuer: string }) =>
      (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()).keys[0];
    const keys = [await jwk(pool), await jwk(other)];
    await Promise.all([pool.stop(), other.stop()]);
    pool = await startCognito(place);
    expect(await jwk(pool)).toEqual(keys[0]);
    expect(keys[0].n).not.toBe(keys[1].n);
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', kid: 'CognitoLocal' });
    for (const { signingKeyFile } of [pool, other]) expect(statSync(signingKeyFile).mode & 0o777).toBe(0o600);
  });
});

test('damaged data are reported and moved aside; the next start makes new ones', async () => {
  writeFileSync(poolFile, '{"Users":{');
  await expect(startCognito(place)).rejects.toThrow(
    /local_cruddur\.json is damaged and was moved to .*; the log is/,
  );
  const [aside = ''] = readdirSync(dirname(poolFile)).filter((name) => name.includes('.json.damaged-'));
  expect(readFileSync(join(dirname(poolFile), aside), 'utf8')).toBe('{"Users":{');
  const anew = await startCognito(place);
  await anew.stop();
  expect(JSON.parse(readFileSync(poolFile, 'utf8')).Users).toEqual({});
});
