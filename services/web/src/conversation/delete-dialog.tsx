import { Dialog, DialogEnd } from '../design/dialog.tsx';
import { messageWords } from '../words/messages.ts';
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
    <Dialog
      title={isForEveryone ? messageWords.deleteForEveryoneQuestion : messageWords.deleteForYouQuestion}
      close={close}
    >
      <p>{isForEveryone ? messageWords.deleteForEveryoneMeans : messageWords.deleteForYouMeans}</p>
      <DialogEnd close={close} isDangerous confirm={remove}>
        {messageWords.delete}
      </DialogEnd>
    </Dialog>
  );
}
