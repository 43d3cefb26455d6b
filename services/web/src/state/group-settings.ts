import type { RequestOf } from '../../../../client/operation-types.ts';
import { api } from '../api/api.ts';
import { receiveGroup } from './message-groups-query.ts';

export type GroupSettings = RequestOf<'updateMessageGroup'>['body'];

/** How a request is accepted. */
export const ACCEPTED = { list: 'inbox' } satisfies GroupSettings;

/** How a request is declined: what came is deleted, and what still comes does not show among the requests. */
export const DECLINED = { list: 'archived', cleared: true } satisfies GroupSettings;

/** Changes what the user sees of a conversation, here at once and on their other devices by a frame. */
export async function changeGroup(uuid: string, body: GroupSettings): Promise<void> {
  receiveGroup(await api.updateMessageGroup({ params: { message_group_uuid: uuid }, body }));
}
