import type { RequestOf } from '../../../../client/operation-types.ts';
import { api } from '../api/api.ts';
import { receiveGroup } from './message-groups-query.ts';

export type GroupSettings = RequestOf<'updateMessageGroup'>['body'];

/** Changes what the user sees of a conversation, here at once and on their other devices by a frame. */
export async function changeGroup(uuid: string, body: GroupSettings): Promise<void> {
  receiveGroup(await api.updateMessageGroup({ params: { message_group_uuid: uuid }, body }));
}
