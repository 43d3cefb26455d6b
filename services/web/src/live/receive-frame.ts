import type { Frame, Message } from '../../../../shared/contract.ts';
import { receiveGroup } from '../messages/message-groups-query.ts';
import { outboxItems, subscribeToOutbox } from '../messages/outbox.ts';
import { noteLastMessage } from '../messages/sent.ts';
import { receiveMessages } from '../messages/timeline-query.ts';

/** How long our own message waits for the answer to its sending before its frame is believed instead. */
const PATIENCE = 3_000;

/** Shows what a frame tells. A frame only adds to the lists or corrects them. */
export function receiveFrame(frame: Frame, me: string): void {
  if (frame.type === 'message_group') {
    const { type: _, ...group } = frame;
    receiveGroup(group);
    return;
  }
  const isMine = frame.message.user_uuid === me;
  const show = () => showMessage(frame.message_group_uuid, frame.message, isMine);
  if (isMine && isBeingSent(frame.message)) afterSending(frame.message, show);
  else show();
}

function showMessage(group: string, message: Message, isMine: boolean): void {
  receiveMessages(group, [message]);
  noteLastMessage(group, message, isMine);
}

/** A frame may overtake the answer to the sending: for an instant the message would stand there twice. */
function afterSending(message: Message, show: () => void): void {
  const done = () => {
    clearTimeout(timer);
    unsubscribe();
    show();
  };
  const unsubscribe = subscribeToOutbox(() => {
    if (!isBeingSent(message)) done();
  });
  const timer = setTimeout(done, PATIENCE);
}

function isBeingSent({ message }: Message): boolean {
  return outboxItems().some((item) => item.message === message && !item.refused);
}
