import { useMutation } from '@tanstack/react-query';
import { plainWords } from '../api/plain-words.ts';
import { announce } from '../design/announcer.tsx';
import { Dialog } from '../design/dialog.tsx';
import { ErrorNotice } from '../design/notice.tsx';
import { deleteMessage } from '../state/change-message.ts';
import type { Subject } from './subject.ts';

/** Asks before a message is deleted for everyone: that is not undone. */
export function DeleteDialog({ subject, close }: { subject: Subject; close: () => void }) {
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => deleteMessage(subject.group, subject.message),
    onSuccess: () => {
      announce('The message is deleted.');
      close();
    },
  });
  return (
    <Dialog title="Delete this message for everyone?" close={close}>
      {error && <ErrorNotice>{`Not deleted. ${plainWords(error)}`}</ErrorNotice>}
      <p>Its text disappears for both of you. This cannot be undone.</p>
      <div className="dialog-actions">
        <button type="button" className="button button-quiet" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-danger"
          aria-disabled={isPending}
          onClick={() => !isPending && mutate()}
        >
          Delete
        </button>
      </div>
    </Dialog>
  );
}
