import { useCallback, useState } from 'react';
import { announce } from '../design/announcer.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { createValue, useStore } from '../store/create-store.ts';
import { startEditing } from './compose-mode.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { mayEdit } from './may-edit.ts';
import type { Subject } from './subject.ts';
import './message-menu.css';

const opened = createValue<{ subject: Subject; anchor: HTMLElement } | null>(null);

export function openMessageMenu(subject: Subject, anchor: HTMLElement): void {
  opened.set({ subject, anchor });
}

interface ButtonProps {
  subject: Subject;
  /** Whether the Tab key reaches it; from there the arrow keys reach the others. */
  isTabStop: boolean;
}

/** The button at a message that opens its menu. */
export function MessageMenuButton({ subject, isTabStop }: ButtonProps) {
  const isOpen = useStore(opened)?.subject.message.uuid === subject.message.uuid;
  return (
    <button
      type="button"
      className="message-more"
      aria-label="What to do with this message"
      aria-haspopup="menu"
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onClick={({ currentTarget }) => openMessageMenu(subject, currentTarget)}
    >
      <Icon name="more" />
    </button>
  );
}

/** The menu of a message: one for a conversation, at the message that opened it. */
export function MessageMenu() {
  const now = useStore(opened);
  const [toDelete, setToDelete] = useState<Subject | null>(null);
  const close = useCallback(() => opened.set(null), []);
  return (
    <>
      {now && (
        <Menu anchor={now.anchor} label="Message" close={close}>
          <Items subject={now.subject} remove={() => setToDelete(now.subject)} />
        </Menu>
      )}
      {toDelete && <DeleteDialog subject={toDelete} close={() => setToDelete(null)} />}
    </>
  );
}

function Items({ subject: { group, message, isMine }, remove }: { subject: Subject; remove: () => void }) {
  return (
    <>
      <MenuItem icon="copy" onChoose={() => void copy(message.message)}>
        Copy
      </MenuItem>
      {isMine && mayEdit(message) && (
        <MenuItem icon="write" onChoose={() => startEditing(group, message)}>
          Edit
        </MenuItem>
      )}
      {isMine && (
        <MenuItem icon="delete" className="menu-item-danger" onChoose={remove}>
          Delete for everyone
        </MenuItem>
      )}
    </>
  );
}

async function copy(text: string): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  announce(isCopied ? 'The text is copied.' : 'The browser does not let this page copy.');
}
