import type { Frame } from '../../../../shared/contract/contract.ts';
import { receiveGroup } from '../messages/message-groups-query.ts';
import { noteLastMessage } from '../messages/sent.ts';
import { receiveMessages } from '../messages/timeline-query.ts';

/** Shows what a frame tells. A frame only adds to the lists or corrects them. */
export function receiveFrame(frame: Frame, me: string): void {
  if (frame.type === 'message_group') {
    const { type: _, ...group } = frame;
    receiveGroup(group);
    return;
  }
  receiveMessages(frame.message_group_uuid, [frame.message]);
  noteLastMessage(frame.message_group_uuid, frame.message, frame.message.user_uuid === me);
}
