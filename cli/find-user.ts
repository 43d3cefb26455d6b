import type { UserShort } from '../shared/contract/users.ts';
import { findUserByHandle, parseHandle } from '../shared/postgres/users.ts';
import { CommandFailed } from './errors.ts';

/** The user with a handle, written with or without the @. */
export async function findUser(written: string): Promise<UserShort> {
  const handle = parseHandle(written);
  const user = handle && (await findUserByHandle(handle));
  if (!user) throw new CommandFailed(`No user has the handle ${written}.`);
  return user;
}
