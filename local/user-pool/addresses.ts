import { attributeOf, UserPoolServiceImpl } from './emulator.ts';

/** `CaseSensitive: false`: addresses are case-insensitive. */
const { getUserByUsername } = UserPoolServiceImpl.prototype;

UserPoolServiceImpl.prototype.getUserByUsername = async function (context, username) {
  const found = await getUserByUsername.call(this, context, username);
  if (found || !username?.includes('@')) return found;
  const users = await this.listUsers(context);
  return users.find((user) => attributeOf(user, 'email')?.toLowerCase() === username.toLowerCase()) ?? null;
};
