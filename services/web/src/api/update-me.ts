import type { Me } from '../../../../shared/contract/users.ts';
import { request } from './request.ts';

/** Changes the caller's display name. */
export async function updateMe(displayName: string): Promise<Me> {
  return (await request<Me>('PUT', '/api/me', { body: { display_name: displayName } })).data;
}
