import { useMutation } from '@tanstack/react-query';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { Confirmation, Dialog } from '../design/dialog.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { deleteMessage, hideMessage } from '../state/change-message.ts';
import type { Subject } from './subject.ts';

export interface Deletion {
  subject: Subject;
  isForEveryone: boolean;
}

/** Asks before a message is deleted: that is not undone. */
export function DeleteDialog({ deletion, close }: { deletion: Deletion; close: () => void }) {
  const { isForEveryone, subject } = deletion;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => (isForEveryone ? deleteMessage : hideMessage)(subject.group, subject.message),
    onSuccess: () => {
      announce('The message is deleted.');
      close();
    },
  });
  return (
    <Dialog title={`Delete this message for ${isForEveryone ? 'everyone' : 'you'}?`} close={close}>
      {error && <ErrorNotice>{`Not deleted. ${plainWords(error)}`}</ErrorNotice>}
      <p>
        {isForEveryone ? 'Its text disappears for both of you.' : 'Only you no longer see it.'} This cannot be
        undone.
      </p>
      <Confirmation close={close} isPending={isPending} confirm={mutate}>
        Delete
      </Confirmation>
    </Dialog>
  );
}
