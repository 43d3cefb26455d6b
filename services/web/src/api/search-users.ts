import type { UserShort } from '../../../../shared/contract/users.ts';
import { request } from './request.ts';

/** Up to 20 users whose handle or display name begins with the text. */
export async function searchUsers(text: string): Promise<UserShort[]> {
  return (await request<UserShort[]>('GET', `/api/users?${new URLSearchParams({ q: text })}`)).data;
}
