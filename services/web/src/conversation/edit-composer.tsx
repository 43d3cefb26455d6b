import { useEffect, useRef, useState } from 'react';
import { messageWords } from '../words/messages.ts';
import { changeOrSay } from './change-or-say.ts';
import { ComposeBar } from './compose-bar.tsx';
import { type ComposeMode, leaveComposeMode } from './compose-mode.ts';
import { ComposerBox } from './composer-box.tsx';

/** Edits an own message. The draft of a new message waits. */
export function EditComposer({ mode: { group, message, text: first = '' } }: { mode: ComposeMode }) {
  const [text, setText] = useState(first);
  const box = useRef<HTMLTextAreaElement>(null);
  const save = (now: string) => {
    if (now === message.message || changeOrSay(group, message, { kind: 'edit', text: now }))
      leaveComposeMode();
  };
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.setSelectionRange(first.length, first.length);
  }, [first]);
  return (
    <ComposerBox
      box={box}
      label={messageWords.editMessage}
      text={text}
      onChange={setText}
      onSend={save}
      onKeyDown={({ key }) => key === 'Escape' && leaveComposeMode()}
      send={{ label: messageWords.save, icon: 'check' }}
      above={
        <ComposeBar
          icon="edit"
          title={messageWords.edit}
          text={message.message}
          cancel={messageWords.stopEditing}
        />
      }
    />
  );
}
