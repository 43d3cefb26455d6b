import { tokenSettings } from '../config.ts';
import { Unauthenticated } from '../errors.ts';
import { ask, Refused } from './ask-user-pool.ts';
import type { Attributes } from './attributes.ts';

/** The user pool's API is where its tokens come from. */
const { origin: userPool } = new URL(tokenSettings().COGNITO_ISSUER);

/**
 * The attributes of the account behind an access token, as the user pool has them. The token is all that `GetUser` asks
 * for: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html
 *
 * @throws Unauthenticated if the token was revoked, or its account deleted: its signature does not tell.
 * @throws StoreUnavailable if the user pool does not answer.
 */
export async function getAttributes(accessToken: string): Promise<Attributes> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
  };
  const answer = await ask(userPool, headers, JSON.stringify({ AccessToken: accessToken })).catch((error) => {
    throw isOfToken(error.cause) ? new Unauthenticated() : error;
  });
  const { UserAttributes = [] }: GetUserAnswer = JSON.parse(Buffer.from(answer).toString());
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
}

const isOfToken = (cause: unknown) =>
  cause instanceof Refused && /NotAuthorizedException|UserNotFoundException/.test(cause.body);

interface GetUserAnswer {
  UserAttributes?: { Name: string; Value?: string }[];
}
