import type { Frame } from '../../../../shared/contract/frames.ts';
import { receiveGroup } from '../state/message-groups-query.ts';
import { noteLastMessage } from '../state/sent.ts';
import { receiveMessages } from '../state/timeline-query.ts';

/** Applies a frame. Frames only add to the lists or correct them. */
export function receiveFrame(frame: Frame, me: string): void {
  if (frame.type === 'message_group') {
    const { type: _, ...group } = frame;
    receiveGroup(group);
    return;
  }
  receiveMessages(frame.message_group_uuid, [frame.message]);
  noteLastMessage(frame.message_group_uuid, frame.message, frame.message.user_uuid === me);
}
