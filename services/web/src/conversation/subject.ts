import type { Message } from '../../../../shared/contract/messages.ts';

/** The message that a menu or a dialog is about. */
export interface Subject {
  group: string;
  message: Message;
  isMine: boolean;
  me: string;
}
