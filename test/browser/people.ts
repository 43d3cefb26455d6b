import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type Client, createClient } from '../../client/client.ts';
import { ApiError } from '../../client/errors.ts';
import { untilAnswered } from '../../client/until-answered.ts';
import { findConfirmationCode } from '../../local/confirmation-code.ts';
import { userPoolClientId } from '../../local/settings.ts';
import type { SentMessage } from '../../shared/contract/messages.ts';
import type { Me } from '../../shared/contract/users.ts';
import { newContext } from './browser.ts';
import { theCloud } from './cloud.ts';
import { LIMIT_MS, until } from './until.ts';

export const PASSWORD = 'Browser-test-1';

export interface Person extends Me {
  accessToken: string;
  refreshToken: string;
}

/**
 * A user with a unique handle that begins with `name`, signed up and confirmed by Cognito's API. On a busy machine the
 * triggers may run out of their time, and what they refuse then is asked for again.
 */
export async function newPerson(name: string, displayName = name): Promise<Person> {
  const email = await until(() => newAccount(name, displayName));
  await cognito('ConfirmSignUp', { Username: email, ConfirmationCode: await codeFor(email) });
  const { AuthenticationResult: tokens } = await cognito('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD },
  });
  const bare = { accessToken: tokens.AccessToken, refreshToken: tokens.RefreshToken };
  const me = await untilAnswered(() => registered(bare), AbortSignal.timeout(LIMIT_MS));
  return { ...bare, ...me };
}

/** The address of a new account, if the sign-up's trigger answered in time. */
async function newAccount(name: string, displayName: string): Promise<string | undefined> {
  const handle = newHandle(name);
  const email = `${handle}@example.com`;
  return signUp({ name: displayName, handle, email }).then(
    () => email,
    (error) => {
      if (!String(error).includes('timed out after')) throw error;
      return undefined;
    },
  );
}

/** If the trigger that registers had no time, the person does it, as the page would. */
async function registered(bare: { accessToken: string }): Promise<Me> {
  const api = apiOf(bare);
  try {
    return await api.getMe();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.codes.includes('user_not_registered')) throw error;
    return api.registerMe({ body: {} });
  }
}

export function newHandle(name: string): string {
  return `${name.toLowerCase()}_${randomUUID().slice(0, 8)}`;
}

export function signUp({
  name,
  handle,
  email,
}: {
  name: string;
  handle: string;
  email: string;
}): Promise<unknown> {
  const attributes = { email, name, preferred_username: handle };
  return cognito('SignUp', {
    Username: email,
    Password: PASSWORD,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });
}

/** The newest code that the local user pool sent to an address. */
export function codeFor(email: string): Promise<string> {
  return until(() => findConfirmationCode(theCloud().data, email));
}

/** Opens a page as a signed-in person, in a separate browser profile. */
export async function openPage(person: Person, path: string, options?: BrowserContextOptions): Promise<Page> {
  const context = await newContext({ ...options, storageState: storageOf(person) });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

export async function send(from: Person, to: { handle: string }, message: string): Promise<SentMessage> {
  return apiOf(from).send({ handle: to.handle, message });
}

/** The API as a person calls it. */
export function apiOf({ accessToken }: { accessToken: string }): Client {
  return createClient({ baseUrl: theCloud().web, token: async () => accessToken });
}

// biome-ignore lint/suspicious/noExplicitAny: Cognito's answers are not our contract.
export async function cognito(action: string, body: object): Promise<any> {
  const response = await fetch(theCloud().cognito, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId: userPoolClientId, ...body }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${action}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The browser storage after signing in. */
export function storageOf(
  { accessToken, refreshToken }: Person,
  origin = theCloud().web,
): BrowserContextOptions['storageState'] {
  const { sub, exp } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  const session = { sub, accessToken, refreshToken, expiresAt: exp * 1000 };
  const localStorage = [{ name: 'cruddur.session', value: JSON.stringify(session) }];
  return { cookies: [], origins: [{ origin, localStorage }] };
}
