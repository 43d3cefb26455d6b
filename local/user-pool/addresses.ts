import {
  addressExists,
  attributeOf,
  claimsOf,
  extend,
  type PoolRequest,
  type Services,
  UserPoolServiceImpl,
} from './emulator.ts';

/** `CaseSensitive: false`: addresses are case-insensitive. */
const { getUserByUsername } = UserPoolServiceImpl.prototype;

UserPoolServiceImpl.prototype.getUserByUsername = async function (context, username) {
  const found = await getUserByUsername.call(this, context, username);
  if (found || !username?.includes('@')) return found;
  const users = await this.listUsers(context);
  return users.find((user) => attributeOf(user, 'email')?.toLowerCase() === username.toLowerCase()) ?? null;
};

/** Refuses an address of another account, when a change is asked for and again when its code is entered. */
extend('UpdateUserAttributes', (original, services) => async (context, request) => {
  const email = request.UserAttributes?.find(({ Name }) => Name === 'email')?.Value;
  await refuseAnothers(email, services, context, request);
  return original(services)(context, request);
});

extend('VerifyUserAttribute', (original, services) => async (context, request) => {
  const user = await ownerOf(request, services, context);
  const email = user?.UnverifiedAttributeChanges?.find(({ Name }) => Name === 'email')?.Value;
  if (user?.AttributeVerificationCode === request.Code)
    await refuseAnothers(email, services, context, request);
  return original(services)(context, request);
});

async function refuseAnothers(
  email: string | undefined,
  services: Services,
  context: unknown,
  request: PoolRequest,
): Promise<void> {
  if (!email) return;
  const pool = await services.cognito.getUserPoolForClientId(
    context,
    claimsOf(request.AccessToken).client_id,
  );
  const holder = await pool.getUserByUsername(context, email);
  const user = await ownerOf(request, services, context);
  if (holder && holder.Username !== user?.Username) throw addressExists();
}

async function ownerOf({ AccessToken }: PoolRequest, { cognito }: Services, context: unknown) {
  const { sub, client_id } = claimsOf(AccessToken);
  return (await cognito.getUserPoolForClientId(context, client_id)).getUserByUsername(context, sub);
}
