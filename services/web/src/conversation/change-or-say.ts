import type { Message } from '../../../../shared/contract/messages.ts';
import { announceAndShow } from '../design/announcer.tsx';
import { type Act, queueChange } from '../state/pending-changes.ts';
import { messageWords } from '../words/messages.ts';

/** Changes a message, at once on the screen. Says so and returns false if too much is waiting to be sent. */
export function changeOrSay(group: string, message: Message, act: Act): boolean {
  const isQueued = queueChange(group, message, act);
  if (!isQueued) announceAndShow(messageWords.tooManyWaiting);
  return isQueued;
}
