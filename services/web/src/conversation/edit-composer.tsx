import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { changeMessage } from '../state/change-message.ts';
import { ComposeBar } from './compose-bar.tsx';
import { type ComposeMode, leaveComposeMode } from './compose-mode.ts';
import { ComposerBox } from './composer-box.tsx';

/** Edits an own message. The draft of a new message waits. */
export function EditComposer({ mode: { group, message } }: { mode: ComposeMode }) {
  const [text, setText] = useState(message.message);
  const box = useRef<HTMLTextAreaElement>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (now: string) => changeMessage(group, message, now),
    onSuccess: () => {
      announce('Your message is changed.');
      leaveComposeMode();
    },
  });
  const save = (now: string) => {
    if (isPending) return;
    if (now === message.message) leaveComposeMode();
    else mutate(now);
  };
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.setSelectionRange(message.message.length, message.message.length);
  }, [message]);
  return (
    <ComposerBox
      box={box}
      label="Edit the message"
      text={text}
      onChange={setText}
      onSend={save}
      onKeyDown={({ key }) => key === 'Escape' && leaveComposeMode()}
      send={{ label: 'Save', icon: 'check' }}
      above={
        <ComposeBar
          icon="write"
          title="Edit"
          text={message.message}
          cancel="Stop editing"
          error={error && `Not changed. ${plainWords(error)}`}
        />
      }
    />
  );
}
