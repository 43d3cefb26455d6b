import { useEffect, useRef, useState } from 'react';
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
      label="Edit the message"
      text={text}
      onChange={setText}
      onSend={save}
      onKeyDown={({ key }) => key === 'Escape' && leaveComposeMode()}
      send={{ label: 'Save', icon: 'check' }}
      above={<ComposeBar icon="write" title="Edit" text={message.message} cancel="Stop editing" />}
    />
  );
}
