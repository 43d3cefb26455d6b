import { extend, type Services, type User } from './emulator.ts';

/** Invokes the trigger before the pool checks for an existing account: the trigger may remove that account. */
extend('SignUp', (original, services) => {
  const signUp = original({ ...services, triggers: withoutPreSignUp(services.triggers) });
  return async (context, request) => {
    if (services.triggers.enabled('PreSignUp')) {
      const pool = await services.cognito.getUserPoolForClientId(context, request.ClientId);
      const invoked = services.triggers.preSignUp(context, {
        clientId: request.ClientId,
        clientMetadata: request.ClientMetadata,
        source: 'PreSignUp_SignUp',
        userAttributes: [{ Name: 'email', Value: request.Username }, ...(request.UserAttributes ?? [])],
        username: request.Username,
        userPoolId: pool.options.Id,
      });
      await invoked.catch((error) => {
        // The emulator names the function where Cognito names the trigger.
        error.message = error.message.replace(/^\S+ failed with error/, 'PreSignUp failed with error');
        throw error;
      });
    }
    return signUp(context, request);
  };
});

function withoutPreSignUp(triggers: Services['triggers']): Services['triggers'] {
  const enabled = (name: string) => name !== 'PreSignUp' && triggers.enabled(name);
  return Object.assign(Object.create(triggers), { enabled });
}

/** Confirming a sign-up verifies the address, since the code went there by mail. */
extend('ConfirmSignUp', (original, services) => async (context, request) => {
  const pool = await services.cognito.getUserPoolForClientId(context, request.ClientId);
  const user = await pool.getUserByUsername(context, request.Username);
  const confirmed = user && user.ConfirmationCode === request.ConfirmationCode;
  if (confirmed) await pool.saveUser(context, verified(user));
  return original(services)(context, request);
});

const verified = (user: User): User => ({
  ...user,
  Attributes: [
    ...user.Attributes.filter(({ Name }) => Name !== 'email_verified'),
    { Name: 'email_verified', Value: 'true' },
  ],
});
