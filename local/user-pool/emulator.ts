import { createRequire } from 'node:module';

// The parts of cognito-local that the rules of this folder change. Its operations are functions in one object, each made
// of the emulator's services.

const load = createRequire(import.meta.url);

const { Targets: operations } = load('cognito-local/lib/targets/targets.js') as {
  Targets: Record<string, Operation>;
};

const errors = load('cognito-local/lib/errors.js') as Record<string, new (message?: string) => Error>;

export const { UserPoolServiceImpl } = load('cognito-local/lib/services/userPoolService.js') as {
  UserPoolServiceImpl: { prototype: Pool };
};

/** The built-in keys of cognito-local, which it reads whenever it signs or publishes. */
export const keyFiles = {
  private: load('cognito-local/lib/keys/cognitoLocal.private.json') as { pem: string },
  public: load('cognito-local/lib/keys/cognitoLocal.public.json') as { jwk: JsonWebKey },
};

/** Wraps every operation that exists so far. */
export function changeAll(change: (original: Answer) => Answer): void {
  for (const name of Object.keys(operations))
    extend(name, (original, services) => change(original(services)));
}

/** Wraps an operation, or adds it if missing. */
export function extend(name: string, change: (original: Operation, services: Services) => Answer): void {
  const original = operations[name] ?? (() => async () => ({}));
  operations[name] = (services) => change(original, services);
}

/** The error with which Cognito refuses a token or a user. */
export const notAuthorized = (message: string): Error =>
  new (errors.NotAuthorizedError as ErrorClass)(message);

export const invalidParameter = (message: string): Error =>
  new (errors.InvalidParameterError as ErrorClass)(message);

export const invalidPassword = (message: string): Error =>
  Object.assign(new (errors.InvalidPasswordError as ErrorClass)(message), { message });

/** The error for an address that belongs to another account. */
export const addressExists = (): Error =>
  new (errors.CognitoError as new (code: string, message: string) => Error)(
    'AliasExistsException',
    'An account with the given email already exists.',
  );

type ErrorClass = new (message: string) => Error;

/** The claims of a token that the pool issued. */
export function claimsOf(token = ''): { sub: string; client_id: string; jti: string; exp: number } {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    throw notAuthorized('Invalid Access Token');
  }
}

export const attributeOf = ({ Attributes }: User, name: string) =>
  Attributes.find(({ Name }) => Name === name)?.Value;

export type Operation = (services: Services) => Answer;
export type Answer = (context: unknown, request: PoolRequest) => Promise<Result>;

export interface PoolRequest {
  ClientId?: string;
  UserPoolId?: string;
  Username?: string;
  Password?: string;
  ProposedPassword?: string;
  TemporaryPassword?: string;
  ConfirmationCode?: string;
  PreviousPassword?: string;
  /** Verifies a changed attribute. */
  Code?: string;
  AccessToken?: string;
  AuthParameters?: { USERNAME?: string; REFRESH_TOKEN?: string };
  UserAttributes?: User['Attributes'];
  ClientMetadata?: Record<string, string>;
}

export interface Result {
  AuthenticationResult?: { AccessToken: string; RefreshToken?: string } | undefined;
  CodeDeliveryDetails?: { AttributeName: string; DeliveryMedium: string; Destination: string };
}

export interface Services {
  /** A confirmation code, as sent by mail. */
  otp(): string;
  cognito: {
    getUserPool(context: unknown, id: string | undefined): Promise<Pool>;
    getUserPoolForClientId(context: unknown, clientId: string | undefined): Promise<Pool>;
  };
  triggers: {
    enabled(name: string): boolean;
    preSignUp(context: unknown, event: Record<string, unknown>): Promise<unknown>;
  };
}

export interface Pool {
  options: { Id: string };
  getUserByUsername(context: unknown, username: string | undefined): Promise<User | null>;
  getUserByRefreshToken(context: unknown, refreshToken: string | undefined): Promise<User | null>;
  listUsers(context: unknown): Promise<User[]>;
  saveUser(context: unknown, user: User): Promise<void>;
}

export interface User {
  Username: string;
  Enabled: boolean;
  UserStatus: string;
  Attributes: { Name: string; Value: string }[];
  RefreshTokens?: string[];
  Password?: string;
  ConfirmationCode?: string;
  AttributeVerificationCode?: string;
  UnverifiedAttributeChanges?: User['Attributes'];
  /** Our own field: maps the `jti` of an access token to the `jti` of the refresh token issued with it. */
  AccessTokens?: Record<string, { session: string; until: number }>;
}
