import { request } from './request.ts';

/** Marks everything up to a message as read; the marker only moves forward. */
export async function markRead(group: string, cursor: string): Promise<number> {
  const path = `/api/message_groups/${encodeURIComponent(group)}/read`;
  return (await request<{ unread_count: number }>('PUT', path, { body: { cursor } })).data.unread_count;
}
