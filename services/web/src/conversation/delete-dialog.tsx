import { Confirmation, Dialog } from '../design/dialog.tsx';
import { changeOrSay } from './change-or-say.ts';
import type { Subject } from './subject.ts';

export interface Deletion {
  subject: Subject;
  isForEveryone: boolean;
}

/** Asks before a message is deleted: that is not undone. */
export function DeleteDialog({ deletion, close }: { deletion: Deletion; close: () => void }) {
  const { isForEveryone, subject } = deletion;
  const remove = () => {
    changeOrSay(subject.group, subject.message, { kind: isForEveryone ? 'delete' : 'hide' });
    close();
  };
  return (
    <Dialog title={`Delete this message for ${isForEveryone ? 'everyone' : 'you'}?`} close={close}>
      <p>
        {isForEveryone ? 'Its text disappears for both of you.' : 'Only you no longer see it.'} This cannot be
        undone.
      </p>
      <Confirmation close={close} isPending={false} confirm={remove}>
        Delete
      </Confirmation>
    </Dialog>
  );
}
