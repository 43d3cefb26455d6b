import type { ReactNode } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { plainCode } from '../api/plain-words.ts';
import { Icon } from '../design/icon.tsx';
import { offerText } from '../state/offered-text.ts';
import { type OutboxItem, removeItem } from '../state/outbox.ts';
import { type PendingChange, removeChange } from '../state/pending-changes.ts';
import { retryMessage } from '../state/send-outbox.ts';
import { messageWords } from '../words/messages.ts';
import { shellWords } from '../words/shell.ts';
import { startEditing } from './compose-mode.ts';

/** A message that the server refused, with what to do. */
export function RefusedMessage({ item, code }: { item: OutboxItem; code: string }) {
  return (
    <Refusal why={messageWords.notSent(plainCode(code))}>
      {!isForGood(code) && <Action onPress={() => retryMessage(item)}>{shellWords.tryAgain}</Action>}
      <Action onPress={() => edit(item)}>{messageWords.edit}</Action>
      <Action onPress={() => removeItem(item)}>{messageWords.discard}</Action>
    </Refusal>
  );
}

/** A change that the server refused. The text of an edit is kept until it is discarded. */
export function RefusedChange({ change, message }: { change: PendingChange; message: Message }) {
  const { kind, group, refused } = change;
  const isDeletion = kind === 'delete' || kind === 'hide';
  const text = kind === 'edit' ? change.text : '';
  const editAgain = () => {
    removeChange(change);
    startEditing(group, message, text);
  };
  return (
    <Refusal why={(isDeletion ? messageWords.notDeleted : messageWords.notChanged)(plainCode(refused))}>
      {text !== '' && <Action onPress={editAgain}>{messageWords.edit}</Action>}
      <Action onPress={() => removeChange(change)}>
        {text === '' ? messageWords.ok : messageWords.discard}
      </Action>
    </Refusal>
  );
}

function Refusal({ why, children }: { why: string; children: ReactNode }) {
  return (
    <div className="refused" role="alert">
      <p>
        <Icon name="warning" />
        {why}
      </p>
      {children}
    </div>
  );
}

function Action({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <button type="button" className="link-button" onClick={onPress}>
      {children}
    </button>
  );
}

/** The text goes back into the composer. */
function edit(item: OutboxItem): void {
  removeItem(item);
  offerText(item.conversation, item.message);
}

/** Whether the same text can never be sent. */
function isForGood(code: string): boolean {
  return /^message_(blank|invalid|exceed)|^user_receiver_is_sender$|^idempotency_key/.test(code);
}
