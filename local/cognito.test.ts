import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalAccount, listAccounts, signIn } from '../cli/user-pool.ts';
import { startCognito } from './cognito.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-cognito-'));
const place = { dataDir: data, logFile: join(data, 'cognito.log'), functionsUrl: 'http://127.0.0.1:9' };
const password = 'Some-secret-1';
const emails = Array.from({ length: 20 }, (_, index) => `somebody.${index}@example.com`);
const poolFile = join(data, '.cognito/db/local_cruddur.json');

afterAll(() => rmSync(data, { recursive: true }));

test('accounts that are made and used at once are all there after a restart', async () => {
  const first = await startCognito(place);
  process.env.CRUDDUR_COGNITO_ENDPOINT = first.url;
  await Promise.all(
    emails.map((email, index) =>
      createLocalAccount({ email, handle: `somebody_${index}`, display_name: 'Somebody', password }),
    ),
  );
  await Promise.all(emails.map((email) => signIn(email, password)));
  await first.stop();

  const second = await startCognito(place);
  process.env.CRUDDUR_COGNITO_ENDPOINT = second.url;
  const accounts = await listAccounts();
  await second.stop();
  expect(accounts.map(({ email }) => email).toSorted()).toEqual(emails.toSorted());
});

test('whoever confirms a sign-up has a verified address, and a wrong code verifies nothing', async () => {
  const pool = await startCognito(place);
  process.env.CRUDDUR_COGNITO_ENDPOINT = pool.url;
  const email = 'newcomer@example.com';
  const ask = (action: string, body: object) =>
    fetch(pool.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
      },
      body: JSON.stringify({ ClientId: pool.clientId, Username: email, ...body }),
    });
  const account = async () => (await listAccounts()).find((one) => one.email === email);
  await ask('SignUp', { Password: password, UserAttributes: [{ Name: 'email', Value: email }] });
  expect((await ask('ConfirmSignUp', { ConfirmationCode: 'wrong' })).status).toBe(400);
  expect(await account()).toMatchObject({ status: 'UNCONFIRMED', email_verified: false });
  const { Users: users } = JSON.parse(readFileSync(poolFile, 'utf8')) as {
    Users: Record<string, { ConfirmationCode?: string }>;
  };
  const code = Object.values(users).find(({ ConfirmationCode }) => ConfirmationCode)?.ConfirmationCode;
  // There is no function to invoke here, which changes nothing about the account.
  await ask('ConfirmSignUp', { ConfirmationCode: code });
  expect(await account()).toMatchObject({ status: 'CONFIRMED', email_verified: true });
  await pool.stop();
});

test('damaged data are named, and left as they are', async () => {
  writeFileSync(poolFile, '{"Users":{');
  await expect(startCognito(place)).rejects.toThrow(
    /local_cruddur\.json is damaged; bin\/cruddur local reset/,
  );
  expect(readFileSync(poolFile, 'utf8')).toBe('{"Users":{');
});
