import type { Message } from '../../../../shared/contract/messages.ts';
import { api } from '../api/api.ts';
import { createSender } from './keep-sending.ts';
import { changesLimited } from './limited.ts';
import {
  nextChange,
  type PendingChange,
  pendingChanges,
  refuseChange,
  removeChange,
} from './pending-changes.ts';
import { heldMessages, receiveMessages } from './timeline-query.ts';
import { isSent, markSent } from './tries.ts';

/** Sends the pending changes of messages. Each may be repeated: the second time changes nothing. */
export const sendChanges = createSender<PendingChange>({
  name: 'changes',
  conversations: () => pendingChanges().map(({ group }) => group),
  next: nextChange,
  async claim(change) {
    if (!(await isSent(change))) return change;
    removeChange(change);
    return undefined;
  },
  async send(change) {
    const message = await make(change);
    if (message) receiveMessages(change.group, [message]);
    removeChange(change);
    await markSent(change);
  },
  refuse: refuseChange,
  wait: changesLimited.waitFor,
});

/** The message as it is afterwards; undefined if the page does not hold it. */
async function make(change: PendingChange): Promise<Message | undefined> {
  const params = { message_group_uuid: change.group, message_uuid: change.message };
  if (change.kind === 'edit') return api.editMessage({ params, body: { message: change.text } });
  if (change.kind === 'react') {
    const reaction = { params: { ...params, emoji: change.emoji } };
    return change.isOn ? api.addReaction(reaction) : api.removeReaction(reaction);
  }
  await (change.kind === 'delete' ? api.deleteMessage({ params }) : api.hideMessage({ params }));
  const held = heldMessages(change.group).find(({ uuid }) => uuid === change.message);
  return held && withoutTexts(held, change.kind);
}

/** What a deletion leaves, until the frame or the list tells of it: its answer is empty. */
function withoutTexts(held: Message, kind: 'delete' | 'hide'): Message {
  const { edited_at: _, reactions: __, reply_to: ___, ...message } = held;
  const mark =
    kind === 'delete' ? { deleted_at: new Date(api.now()).toISOString() } : { hidden: true as const };
  return { ...message, ...mark, message: '', revision: (message.revision ?? 0) + 1 };
}
