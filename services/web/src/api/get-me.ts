import type { Me } from '../../../../shared/contract/users.ts';
import { ApiError, request } from './request.ts';

/** The caller. One who confirmed the account but has no row yet is registered first. */
export async function getMe(): Promise<Me> {
  try {
    return (await request<Me>('GET', '/api/me')).data;
  } catch (error) {
    if (error instanceof ApiError && error.codes.includes('user_not_registered')) return registerMe();
    throw error;
  }
}

/** Registers the caller under the handle given at sign-up, or under another when that one is taken. */
export async function registerMe(handle?: string): Promise<Me> {
  return (await request<Me>('POST', '/api/me', { body: handle ? { handle } : {} })).data;
}
