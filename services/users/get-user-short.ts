import { getUserShort } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotFound } from '../../shared/errors.ts';
import { findUserByHandle, parseHandle } from '../../shared/postgres/users.ts';

export const handler = serve(getUserShort, async ({ params }) => {
  const handle = parseHandle(params.handle);
  const user = handle && (await findUserByHandle(handle));
  if (!user) throw new UserNotFound();
  return { body: user };
});
