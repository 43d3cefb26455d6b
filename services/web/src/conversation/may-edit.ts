import type * as contract from '../../../../shared/contract/message-changes.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { changesOf } from '../state/pending-changes.ts';
import { heldMessages } from '../state/timeline-query.ts';
import { currentMe } from '../state/use-me.ts';
import { withChanges } from '../state/with-changes.ts';

const EDITABLE_FOR_MS: typeof contract.EDITABLE_FOR_MS = 24 * 60 * 60 * 1000;

/** Whether the server would let its sender edit the message. */
export function mayEdit({ created_at, deleted_at, hidden }: Message, now = Date.now()): boolean {
  return !deleted_at && !hidden && now - Date.parse(created_at) < EDITABLE_FOR_MS;
}

/** The newest own message of a conversation that may be edited. */
export function lastEditable(group: string): Message | undefined {
  const me = currentMe()?.uuid;
  if (!me) return undefined;
  const messages = withChanges(heldMessages(group), changesOf(group), me);
  return messages.findLast((message) => message.user_uuid === me && mayEdit(message));
}
