import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { keepDraft, openDraft } from '../state/drafts.ts';
import { askAtFirstMessage } from '../state/notification-settings.ts';
import { offeredText } from '../state/offered-text.ts';
import { queueMessage } from '../state/outbox.ts';
import { useStore } from '../store/create-store.ts';
import { messageWords } from '../words/messages.ts';
import { ComposeBar } from './compose-bar.tsx';
import { leaveComposeMode, startEditing, useComposeMode } from './compose-mode.ts';
import { ComposerBox } from './composer-box.tsx';
import { EditComposer } from './edit-composer.tsx';
import { lastEditable } from './may-edit.ts';

interface Props {
  /** A message group's uuid, or `@handle` before there is one. */
  conversation: string;
  to: string | undefined;
  /** Called while the user types a message. */
  onType?: (() => void) | undefined;
}

/** The message box of a conversation: for a new message, or for a change of one. */
export function Composer(props: Props) {
  const mode = useComposeMode(props.conversation);
  // A conversation that is opened again begins with a new message.
  useEffect(leaveComposeMode, []);
  if (mode?.kind === 'edit') return <EditComposer key={mode.message.uuid} mode={mode} />;
  return <NewMessage {...props} replyTo={mode?.message} />;
}

/** Its draft is kept until it is sent, also across a reload. */
function NewMessage({ conversation, to, onType, replyTo }: Props & { replyTo: Message | undefined }) {
  const [text, setText] = useState(() => openDraft(conversation));
  const box = useRef<HTMLTextAreaElement>(null);
  const change = (now: string) => {
    setText(now);
    keepDraft(conversation, now);
  };
  const send = () => {
    queueMessage(conversation, text, replyTo?.uuid);
    askAtFirstMessage();
    leaveComposeMode();
    change('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leaveComposeMode();
    const last = event.key === 'ArrowUp' && text === '' && lastEditable(conversation);
    if (!last) return;
    event.preventDefault();
    startEditing(conversation, last);
  };
  useOfferedText(conversation, (offered) => {
    change(text ? `${offered}\n${text}` : offered);
    box.current?.focus();
  });
  useFocusOnDesktop(box);
  useFocusOnReply(box, replyTo?.uuid);
  return (
    <ComposerBox
      box={box}
      label={to ? messageWords.messageTo(to) : messageWords.message}
      text={text}
      onChange={(now) => {
        change(now);
        if (now.trim() !== '') onType?.();
      }}
      onSend={send}
      onKeyDown={onKeyDown}
      above={
        replyTo && (
          <ComposeBar
            icon="reply"
            title={messageWords.replyTo(replyTo.display_name)}
            text={replyTo.message}
            cancel={messageWords.stopReplying}
          />
        )
      }
    />
  );
}

/** Takes a text that another part of the page offers to this conversation. */
function useOfferedText(conversation: string, take: (text: string) => void): void {
  const offer = useStore(offeredText);
  useEffect(() => {
    if (offer?.conversation !== conversation) return;
    offeredText.set(null);
    take(offer.text);
  });
}

function useFocusOnReply(box: RefObject<HTMLTextAreaElement | null>, uuid: string | undefined): void {
  useEffect(() => {
    if (uuid) box.current?.focus({ preventScroll: true });
  }, [box, uuid]);
}

/** Not on a phone: the keyboard would cover the messages. */
function useFocusOnDesktop(box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (matchMedia('(hover: hover) and (min-width: 45em)').matches)
      box.current?.focus({ preventScroll: true });
  }, [box]);
}
