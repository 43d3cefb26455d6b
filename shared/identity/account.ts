import { tokenSettings } from '../config.ts';
import { AccountDisabled, Unauthenticated } from '../errors.ts';
import { ask, Refused } from './ask-user-pool.ts';
import type { Attributes } from './attributes.ts';

/** The user pool's API has the origin of the token issuer. */
const { origin: userPool } = new URL(tokenSettings().COGNITO_ISSUER);

/**
 * The attributes of the account behind an access token, as the user pool has them. `GetUser` needs nothing but the
 * token: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 *
 * @throws Unauthenticated if the token was revoked or its account deleted, which the signature does not show.
 * @throws AccountDisabled if the account was disabled.
 * @throws StoreUnavailable if the user pool does not answer.
 */
export async function getAttributes(accessToken: string): Promise<Attributes> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
  };
  const answer = await ask(userPool, headers, JSON.stringify({ AccessToken: accessToken })).catch((error) => {
    throw refusalOf(error.cause) ?? error;
  });
  const { UserAttributes = [] }: GetUserAnswer = JSON.parse(Buffer.from(answer).toString());
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
}

/** The user pool's refusal of the token; undefined for any other failure. */
function refusalOf(cause: unknown): Unauthenticated | AccountDisabled | undefined {
  if (!(cause instanceof Refused)) return undefined;
  if (/User is disabled/.test(cause.body)) return new AccountDisabled();
  const [exception] = OF_THE_TOKEN.exec(cause.body) ?? [];
  return exception === undefined ? undefined : new Unauthenticated(exception);
}

const OF_THE_TOKEN =
  /NotAuthorizedException|UserNotFoundException|UserNotConfirmedException|PasswordResetRequiredException/;

interface GetUserAnswer {
  UserAttributes?: { Name: string; Value?: string }[];
}
