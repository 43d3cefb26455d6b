import type { Message } from '../../../../shared/contract/messages.ts';
import { type Answer, request } from './request.ts';

export interface Place {
  before?: string;
  after?: string;
  limit: number;
}

/** A page of a message group, oldest to newest; the newest page when no place is given. */
export function listMessages(group: string, { limit, before, after }: Place): Promise<Answer<Message[]>> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before) query.set('before', before);
  if (after) query.set('after', after);
  return request('GET', `/api/messages/${encodeURIComponent(group)}?${query}`);
}
