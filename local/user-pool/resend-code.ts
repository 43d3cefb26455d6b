import { extend, invalidParameter } from './emulator.ts';

/** Resends a code. As deployed (`PreventUserExistenceErrors`), an address without an account gets the same answer. */
extend('ResendConfirmationCode', (_, services) => async (context, request) => {
  const { Username: address = '' } = request;
  const pool = await services.cognito.getUserPoolForClientId(context, request.ClientId);
  const user = await pool.getUserByUsername(context, address);
  if (user && user.UserStatus !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  if (user) await pool.saveUser(context, { ...user, ConfirmationCode: services.otp() });
  return {
    CodeDeliveryDetails: {
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: address.toLowerCase().replace(/^(.)[^@]*@(.).*$/, '$1***@$2***'),
    },
  };
});
