import { useCallback, useState } from 'react';
import { announceAndShow } from '../design/announcer.tsx';
import { Icon } from '../design/icon.tsx';
import { Menu, MenuItem } from '../design/menu.tsx';
import { createValue, useStore } from '../store/create-store.ts';
import { changeOrSay } from './change-or-say.ts';
import { startEditing, startReplying } from './compose-mode.ts';
import { DeleteDialog, type Deletion } from './delete-dialog.tsx';
import { mayEdit } from './may-edit.ts';
import { ReportDialog } from './report-dialog.tsx';
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
  const [toDelete, setToDelete] = useState<Deletion | null>(null);
  const [toReport, setToReport] = useState<Subject | null>(null);
  const close = useCallback(() => opened.set(null), []);
  return (
    <>
      {now && (
        <Menu anchor={now.anchor} label="Message" close={close}>
          <Items subject={now.subject} remove={setToDelete} report={setToReport} />
        </Menu>
      )}
      {toDelete && <DeleteDialog deletion={toDelete} close={() => setToDelete(null)} />}
      {toReport && (
        <ReportDialog
          group={toReport.group}
          who={toReport.message}
          message={toReport.message}
          close={() => setToReport(null)}
        />
      )}
    </>
  );
}

interface ItemsProps {
  subject: Subject;
  remove: (deletion: Deletion) => void;
  report: (subject: Subject) => void;
}

function Items({ subject, remove, report }: ItemsProps) {
  const { group, message, isMine } = subject;
  return (
    <>
      <QuickReactions subject={subject} />
      <MenuItem icon="reply" onChoose={() => startReplying(group, message)}>
        Reply
      </MenuItem>
      <MenuItem icon="copy" onChoose={() => void copy(message.message)}>
        Copy
      </MenuItem>
      {isMine && mayEdit(message) && (
        <MenuItem icon="write" onChoose={() => startEditing(group, message)}>
          Edit
        </MenuItem>
      )}
      <MenuItem icon="hide" onChoose={() => remove({ subject, isForEveryone: false })}>
        Delete for me
      </MenuItem>
      {!isMine && (
        <MenuItem icon="warning" onChoose={() => report(subject)}>
          Report
        </MenuItem>
      )}
      {isMine && (
        <MenuItem
          icon="delete"
          className="menu-item-danger"
          onChoose={() => remove({ subject, isForEveryone: true })}
        >
          Delete for everyone
        </MenuItem>
      )}
    </>
  );
}

const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

function QuickReactions({ subject: { group, message, me } }: { subject: Subject }) {
  const own = new Set(
    message.reactions?.filter(({ user_uuids }) => user_uuids.includes(me)).map(({ emoji }) => emoji),
  );
  return (
    <fieldset className="menu-reactions" aria-label="React">
      {QUICK.map((emoji) => (
        <MenuItem
          key={emoji}
          className={`menu-reaction${own.has(emoji) ? ' menu-reaction-own' : ''}`}
          label={own.has(emoji) ? `Take ${emoji} back` : `React with ${emoji}`}
          onChoose={() => changeOrSay(group, message, { kind: 'react', emoji, isOn: !own.has(emoji) })}
        >
          {emoji}
        </MenuItem>
      ))}
    </fieldset>
  );
}

async function copy(text: string): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  announceAndShow(isCopied ? 'The text is copied.' : 'The browser does not let this page copy.');
}
