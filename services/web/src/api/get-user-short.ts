import type { UserShort } from '../../../../shared/contract/users.ts';
import { request } from './request.ts';

/** Who a handle is. */
export async function getUserShort(handle: string): Promise<UserShort> {
  const path = `/api/users/@${encodeURIComponent(handle)}/short`;
  return (await request<UserShort>('GET', path, { public: true })).data;
}
