import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { type Answer, request } from './request.ts';

export const MESSAGE_GROUPS_PATH = '/api/message_groups?limit=30';
export const UNREAD_PATH = '/api/message_groups?unread=true&limit=100';

/** A page of the caller's message groups, latest message first. */
export function listMessageGroups(path: string): Promise<Answer<MessageGroup[]>> {
  return request('GET', path);
}
